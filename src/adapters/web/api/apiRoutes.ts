import type { FastifyInstance } from 'fastify';
import type { WebPorts } from '../server/webPorts.ts';

export async function apiRoutes(_server: FastifyInstance, _ports: WebPorts): Promise<void> {}
