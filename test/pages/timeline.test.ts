/** The timeline's page in a real browser. */
import { proxyActivities, sleep } from '@temporalio/workflow';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { simulate } from '../../src/explore/simulate';
import { History } from '../../src/history/history';
import { timelineData } from '../../src/report/timeline-data';
import { axe, launch, noBrowser, open, SCREENS } from './browser';

let browser: Browser;

beforeAll(async () => {
  const { buildPages } = await import('../../scripts/build-pages.mjs');
  await buildPages();
  if (!noBrowser) browser = await launch();
}, 60_000);
afterAll(async () => browser?.close());

const HOSTILE = '</script><img src=x onerror="document.title=\'broken\'"><b>\u2028';

async function order(failures: number): Promise<string> {
  const { pack } = proxyActivities<{ pack(failures: number): Promise<string> }>({ startToCloseTimeout: '1 minute' });
  await sleep('3 seconds');
  return pack(failures);
}

async function run(failures: number) {
  let calls = 0;
  const pack = async () => {
    if (calls++ < failures) throw new Error(HOSTILE);
    return HOSTILE;
  };
  return simulate(order, { args: [failures], activities: { pack }, workflowId: 'order-1' });
}

/** A workflow that starts timers, one after the other. */
function timers(count: number): History {
  const events: object[] = [];
  const add = (type: string, attributes: object) => {
    const name = type
      .replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
      .replace(/^./, (one) => one.toLowerCase());
    const key = `${name[0]!.toLowerCase()}${name.slice(1)}EventAttributes`;
    const eventTime = new Date(Date.UTC(2030, 0, 1) + events.length * 500).toISOString();
    events.push({
      eventId: String(events.length + 1),
      eventTime,
      eventType: `EVENT_TYPE_${type.toUpperCase()}`,
      [key]: attributes,
    });
  };
  add('workflow_execution_started', { workflowType: { name: 'metronome' }, workflowId: 'm' });
  while (events.length < count) {
    const timerId = String(events.length);
    add('timer_started', { timerId, startToFireTimeout: '0.500s' });
    add('timer_fired', { timerId, startedEventId: String(events.length) });
  }
  return History.from({ events });
}

// Without a browser there is nothing to try it in; the reason stands in the title.
describe.skipIf(noBrowser)(`the timeline's page${noBrowser ? ` (skipped: ${noBrowser})` : ''}`, () => {
  it('lists events, shows one in full, and markup as text; nothing leaves it', async () => {
    const { histories, attempts } = await run(1);
    const { page, trouble, close } = await open(browser, 'timeline', timelineData(histories, attempts));
    expect(await page.locator('#about').textContent()).toBe(`1 run, ${histories[0]!.length} events, 4s`);
    await page.keyboard.press('End');
    expect(await page.locator('#details h2').textContent()).toBe(`${histories[0]!.length} WorkflowExecutionCompleted`);
    expect(await page.locator('#details pre').textContent()).toContain(JSON.stringify(HOSTILE).slice(1, -8));
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.evaluate<string>('document.title')).toBe('order order-1 · worldline');
    expect(trouble).toEqual([]);
    await close();
  });

  it('compares two runs, and begins at their first difference', async () => {
    const [left, right] = [(await run(0)).history, (await run(2)).history];
    const data = timelineData([left, right], [], left.diff(right).rows);
    const { page, trouble, close } = await open(browser, 'timeline', data);
    const details = await page.locator('#details').textContent();
    expect(details).toContain('The first difference between the two runs.');
    expect(details).toContain('input[0]02');
    await page.keyboard.press('n');
    expect(await page.locator('#details h2').first().textContent()).not.toContain('WorkflowExecutionStarted');
    expect(trouble).toEqual([]);
    await close();
  });

  it('finds by words', async () => {
    const { page, close } = await open(browser, 'timeline', timelineData([(await run(0)).history]));
    await page.keyboard.press('/');
    await page.locator('#find').fill('pack activityTaskCompleted');
    expect(await page.locator('#found').textContent()).toBe('1 found');
    await page.locator('.event').first().click();
    expect(await page.locator('#details h2').textContent()).toMatch(/ActivityTaskCompleted$/);
    await close();
  });

  it('a click on a lane chooses the event that began it', async () => {
    const { page, close } = await open(browser, 'timeline', timelineData([(await run(0)).history]));
    const box = (await page.locator('#canvas').boundingBox())!;
    // Title, workflow, timer, activity.
    await page.mouse.move(box.x + 60, box.y + 26 + 3.5 * 24);
    await page.mouse.down();
    await page.mouse.up();
    expect(await page.locator('#details h2').textContent()).toMatch(/ActivityTaskScheduled$/);
    await close();
  });

  it('holds 50,000 events', async () => {
    const history = timers(50_001);
    const { page, trouble, close } = await open(browser, 'timeline', timelineData([history]));
    expect(await page.locator('#about').textContent()).toContain('50,001 events');
    expect(await page.locator('.event').count()).toBeLessThan(100);
    await page.locator('#events').focus();
    await page.keyboard.press('End');
    expect(await page.locator('#details h2').textContent()).toBe('50001 TimerFired');
    await page.keyboard.press('+');
    // One frame of all that is in sight, while zoomed in and scrolled to the end.
    const frameMs = await page.evaluate<number>(
      'new Promise((done) => { const began = performance.now(); document.getElementById("zoom-in").click(); requestAnimationFrame(() => setTimeout(() => done(performance.now() - began))); })',
    );
    expect(frameMs).toBeLessThan(500);
    expect(trouble).toEqual([]);
    await close();
  }, 60_000);

  it.each(SCREENS)('has nothing that axe objects to, %s', async (_, options) => {
    const [left, right] = [(await run(0)).history, (await run(2)).history];
    for (const data of [timelineData([left]), timelineData([left, right], [], left.diff(right).rows), { runs: [] }]) {
      const { page, close } = await open(browser, 'timeline', data, { ...options, bypassCSP: true });
      await page.locator('#events').focus();
      await page.keyboard.press('End');
      expect(await axe(page)).toEqual([]);
      // Nothing is cut off at the side, on a phone either.
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
      await close();
    }
  });
});
