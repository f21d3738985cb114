import type { FastifyInstance } from 'fastify';
import type { WebPorts } from '../server/webPorts.ts';
import { complianceRoutes } from './compliance/complianceRoutes.ts';
import { deskRoutes } from './desk/deskRoutes.ts';
import { assetRoutes } from './frame/assets.ts';
import { createFlash } from './frame/flash.ts';
import { historyRoutes } from './history/historyRoutes.ts';
import { modelRoutes } from './model/modelRoutes.ts';
import { answerRoutes } from './morning/answerRoutes.ts';
import { fileRoutes } from './morning/fileRoutes.ts';
import { createMorningLoader } from './morning/morningData.ts';
import { morningRoutes } from './morning/morningRoutes.ts';
import { operationsRoutes } from './operations/operationsRoutes.ts';
import { overrideRoutes } from './overrides/overrideRoutes.ts';
import { readbackRoutes } from './readback/readbackRoutes.ts';
import { traderRoutes } from './trader/traderRoutes.ts';

/** The pages of the desk. */
export async function screenRoutes(server: FastifyInstance, ports: WebPorts): Promise<void> {
  const loader = createMorningLoader(ports.screens.mornings, ports.clock.now);
  const parts = { ports, loader, flash: createFlash() };
  assetRoutes(server);
  morningRoutes(server, parts);
  answerRoutes(server, parts);
  fileRoutes(server, parts);
  overrideRoutes(server, parts);
  readbackRoutes(server, ports);
  traderRoutes(server, ports);
  deskRoutes(server, ports);
  modelRoutes(server, ports);
  historyRoutes(server, ports);
  operationsRoutes(server, ports);
  complianceRoutes(server, ports);
}
