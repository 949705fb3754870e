/** The methods of the API's services: a world has each of them, or says why not. */
import { inspect, isDeepStrictEqual } from 'node:util';
import { temporal } from '@temporalio/proto';
import { describe, expect, it } from 'vitest';
import { World } from '../../src';
import { DisposedError } from '../../src/base/errors';
import { NOT_IN_OPERATOR_SERVICE, NOT_IN_WORKFLOW_SERVICE } from '../../src/server/rpc/not-supported';

const { WorkflowService } = temporal.api.workflowservice.v1;
const { OperatorService } = temporal.api.operatorservice.v1;

/** As clients spell them. */
function methodsOf(service: unknown): string[] {
  const { methods } = service as { methods: Record<string, unknown> };
  return Object.keys(methods).map((name) => name[0]!.toLowerCase() + name.slice(1));
}

type Methods = Record<string, (request: object) => Promise<unknown>>;

function servicesOf(world: World): { workflowService: Methods; operatorService: Methods } {
  return world.connection as unknown as { workflowService: Methods; operatorService: Methods };
}

describe('the services of a world', () => {
  it('have every method of the API', async () => {
    await using world = await World.create();
    const { workflowService, operatorService } = servicesOf(world);
    // Older releases of the API have fewer.
    const lacking = (service: Methods, methods: string[]) =>
      methods.filter((name) => typeof service[name] !== 'function');
    expect(lacking(workflowService, methodsOf(WorkflowService))).toEqual([]);
    expect(lacking(operatorService, methodsOf(OperatorService))).toEqual([]);
  });

  it('say why they do not have a method', async () => {
    await using world = await World.create();
    const { workflowService, operatorService } = servicesOf(world);
    for (const [service, lacking] of [
      [workflowService, NOT_IN_WORKFLOW_SERVICE],
      [operatorService, NOT_IN_OPERATOR_SERVICE],
    ] as const) {
      for (const name of Object.keys(lacking)) {
        const refusal = { code: 12, details: expect.stringMatching(`^${name}: .+`) };
        await expect(service[name]!({}), name).rejects.toMatchObject(refusal);
      }
    }
  });

  it('are nothing to wait for, and have no method but these', async () => {
    await using world = await World.create();
    const { workflowService } = servicesOf(world);
    expect(await workflowService).toBe(workflowService);
    for (const name of ['then', 'toJSON', 'asymmetricMatch', 'startWorkflow', Symbol.iterator, Symbol.toStringTag]) {
      expect(Reflect.get(workflowService, name), String(name)).toBeUndefined();
    }
  });

  it('can be looked at when the world has ended', async () => {
    const rejections: unknown[] = [];
    const note = (error: unknown) => rejections.push(error);
    process.on('unhandledRejection', note);
    try {
      const world = await World.create();
      const other = await World.create();
      const { client, connection } = world;
      await world.dispose();
      expect(inspect(client, { depth: 10, showHidden: true, getters: true })).toContain('startWorkflowExecution');
      expect(String(JSON.stringify(connection.workflowService))).toBe('{}');
      expect(isDeepStrictEqual(connection, other.connection)).toBe(false);
      expect(() => expect({ client }).toEqual({ client: other.client })).toThrow();
      await other.dispose();
      await new Promise((resolve) => setImmediate(resolve));
      expect(rejections).toEqual([]);
      await expect(connection.workflowService.getSystemInfo({})).rejects.toThrow(DisposedError);
    } finally {
      process.off('unhandledRejection', note);
    }
  });
});
