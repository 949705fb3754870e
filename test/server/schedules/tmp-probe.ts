import { World } from '../../../src';
import * as workflows from './workflows';
(async () => {
  let t0 = Date.now();
  const world = await World.create({ workflows, replay: 'off' });
  const s = await world.client.schedule.create({ scheduleId: 's', spec: { intervals: [{ every: '1h' }] }, action: { type: 'startWorkflow', workflowType: 'echo', args: [1], taskQueue: 'q' } });
  await world.sleep('365 days');
  const d = await s.describe();
  console.log(d.info.numActionsTaken, d.info.recentActions.length, d.info.nextActionTimes.slice(0, 2), Date.now() - t0);
  t0 = Date.now();
  const err = await world.client.workflow.execute('never', { taskQueue: 'q', workflowId: 'n' }).catch((e) => e);
  console.log(String(err), Date.now() - t0);
  await world.dispose();
  t0 = Date.now();
  for (const n of [1000, 10000]) {
    const w = await World.create({ workflows, replay: 'off' });
    t0 = Date.now();
    for (let i = 0; i < n; i++) await w.client.schedule.create({ scheduleId: 's' + i, spec: { calendars: [{ dayOfMonth: 1 + (i % 28), hour: i % 24, minute: i % 60 }] }, action: { type: 'startWorkflow', workflowType: 'echo', args: [1], taskQueue: 'q' } });
    console.log(n, 'created', Date.now() - t0); t0 = Date.now();
    await w.sleep('365 days');
    console.log(n, 'year', Date.now() - t0, w.histories().length);
    await w.dispose();
  }
})();
