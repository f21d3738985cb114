import type { FastifyInstance } from 'fastify';
import type { WebPorts } from '../server/webPorts.ts';
import { assetRoutes } from './frame/assets.ts';

export async function screenRoutes(server: FastifyInstance, _ports: WebPorts): Promise<void> {
  assetRoutes(server);
}
