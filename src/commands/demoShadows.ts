import type { Config } from '../config/config.ts';
import type { World } from './world.ts';

/** The shadow strategies of the demo desk, so that its past shows a comparison. */
const DEMO_SHADOWS: Config['shadowStrategies'] = [
  {
    name: 'mild',
    definition: 'engine:rules;max:30',
    engine: 'rules',
    maxReductionPct: 30,
    curve: null,
  },
  {
    name: 'ungated',
    definition: 'engine:model;curve:1.3-2.8',
    engine: 'model',
    maxReductionPct: null,
    curve: { beginsAt: 1.3, fullAt: 2.8 },
  },
];

/** The world in which the demo desk is decided: with two shadow strategies, unless others are configured. */
export function withDemoShadows(world: World): World {
  const { config } = world;
  if (config.shadowStrategies.length > 0) return world;
  return { ...world, config: { ...config, shadowStrategies: DEMO_SHADOWS } };
}
