/**
 * Several browsers, one server, and everything that goes wrong between them. A failure prints its plan.
 *
 * SIM_SEED=7 runs that seed alone; SIM_PLAN=file runs a saved plan; SIM_SAVE=file saves the plan that
 * failed; SIM_SEEDS=1000 runs that many, SIM_LENGTH=300 longer ones.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, it } from 'vitest';
import { makePlan, type Plan } from './simulation/plan';
import { DEVICES, simulate } from './simulation/run';

const LENGTH = Number(process.env['SIM_LENGTH'] ?? 80);

describe('browsers and server agree in the end', () => {
  for (const plan of plans()) {
    it(`under plan ${plan.seed}`, async () => {
      try {
        await simulate(plan);
      } catch (error) {
        const save = process.env['SIM_SAVE'];
        if (save !== undefined) writeFileSync(save, JSON.stringify(plan));
        const reason = error instanceof Error ? error.message : String(error);
        throw new Error(`${reason}\nPlan: ${JSON.stringify(plan)}`, { cause: error });
      }
    });
  }
});

function plans(): readonly Plan[] {
  const file = process.env['SIM_PLAN'];
  if (file !== undefined) return [JSON.parse(readFileSync(file, 'utf8')) as Plan];
  const seed = process.env['SIM_SEED'];
  if (seed !== undefined) return [makePlan(Number(seed), LENGTH, DEVICES)];
  const count = Number(process.env['SIM_SEEDS'] ?? 200);
  return Array.from({ length: count }, (_, index) => makePlan(index + 1, LENGTH, DEVICES));
}
