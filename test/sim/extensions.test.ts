/** What the SDK lets users plug in works here: interceptors, sinks, data converters. */
import type { Payload, PayloadCodec } from '@temporalio/common';
import * as workflow from '@temporalio/workflow';
import { describe, expect, it } from 'vitest';
import { simulate, World } from '../../src';
import { MODES, taskQueue } from './modes';

const activities = { greet: async (name: string) => `Hello, ${name}` };

async function greets(name: string) {
  return workflow.proxyActivities<typeof activities>({ startToCloseTimeout: '1s' }).greet(name);
}

/** Turns every byte over, so that nothing on the server's side can be read. */
class FlipCodec implements PayloadCodec {
  async encode(payloads: Payload[]): Promise<Payload[]> {
    return payloads.map((payload) => ({
      metadata: { encoding: Buffer.from('binary/flipped') },
      data: flip(Buffer.from(JSON.stringify({ e: text(payload.metadata!.encoding!), d: text(payload.data!) }))),
    }));
  }

  async decode(payloads: Payload[]): Promise<Payload[]> {
    return payloads.map((payload) => {
      const { e, d } = JSON.parse(text(flip(payload.data!)));
      return { metadata: { encoding: Buffer.from(e) }, data: Buffer.from(d) };
    });
  }
}

const flip = (bytes: Uint8Array) => bytes.map((byte) => byte ^ 255);
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');

describe.each(MODES)('%s', (_, mode) => {
  it('a codec hides payloads from the server, and nobody else notices', async () => {
    const dataConverter = { payloadCodecs: [new FlipCodec()] };
    await using world = await World.create({ workflows: { greets }, activities, dataConverter, ...mode });
    const result = await world.client.workflow.execute(greets, { workflowId: 'w', taskQueue, args: ['Ada'] });
    expect(result).toBe('Hello, Ada');
    expect(JSON.stringify(world.history('w'))).not.toContain(Buffer.from('"Ada"').toString('base64'));
  });

  it('interceptors stand around client, workflow and activity calls', async () => {
    const order: string[] = [];
    const interceptors = {
      client: {
        workflow: [
          {
            start: async (input: any, next: any) => {
              order.push('client');
              return next(input);
            },
          },
        ],
      },
      workflow: [
        () => ({
          inbound: [
            {
              execute: async (input: any, next: any) => {
                if (!workflow.workflowInfo().unsafe.isReplaying) order.push('workflow');
                return `${await next(input)}!`;
              },
            },
          ],
        }),
      ],
      activity: [
        () => ({
          inbound: {
            execute: async (input: any, next: any) => {
              order.push('activity');
              return next({ ...input, args: [`dear ${input.args[0]}`] });
            },
          },
        }),
      ],
    };
    await using world = await World.create({ workflows: { greets }, activities, interceptors, ...mode });
    const result = await world.client.workflow.execute(greets, { workflowId: 'w', taskQueue, args: ['Ada'] });
    expect(result).toBe('Hello, dear Ada!');
    expect(order).toEqual(['client', 'workflow', 'activity']);
  });

  it('sinks are called once, not again in replay, unless they ask for that', async () => {
    const heard: string[] = [];
    const sinks = {
      log: {
        once: { fn: (_: unknown, what: string) => void heard.push(what) },
        always: { fn: (_: unknown, what: string) => void heard.push(what), callDuringReplay: true },
      },
    };
    async function logs() {
      const { log } = workflow.proxySinks<any>();
      log.once('before');
      await workflow.sleep('1 day');
      log.once('after');
      log.always('always');
    }
    const { error } = await simulate(logs, { sinks, ...mode });
    expect(error).toBeUndefined();
    expect(heard.filter((what) => what !== 'always')).toEqual(['before', 'after']);
    expect(heard.filter((what) => what === 'always').length).toBeGreaterThanOrEqual(1);
  });
});
