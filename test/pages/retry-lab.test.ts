/** The retry lab's page in a real browser: it says what the lab says, and asks nobody. */
import fc from 'fast-check';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { durationText } from '../../src/history/time-text';
import { statistics, statisticsText } from '../../src/lab/lab-generate';
import type { LabInput } from '../../src/lab/lab-input';
import { quizQuestion } from '../../src/lab/lab-quiz';
import type { LabReport } from '../../src/lab/lab-result';
import { runLab } from '../../src/lab/run-lab';
import { type LabState, toHash } from '../../src/pages/retry-lab/state';
import { runWorldline } from '../cli/worldline';
import { labInput } from '../lab/arbitrary';
import { axe, launch, noBrowser, open, SCREENS } from './browser';

let browser: Browser;

beforeAll(async () => {
  const { buildPages } = await import('../../scripts/build-pages.mjs');
  await buildPages();
  if (!noBrowser) browser = await launch();
}, 60_000);
afterAll(async () => browser?.close());

const INPUT: LabInput = {
  attempts: [
    { result: 'fail', afterMs: 500 },
    { result: 'succeed', afterMs: 1000 },
  ],
  options: { startToCloseTimeout: 3000, scheduleToCloseTimeout: 6000 },
};

// Without a browser there is nothing to try it in; the reason stands in the title.
describe.skipIf(noBrowser)(`the retry lab's page${noBrowser ? ` (skipped: ${noBrowser})` : ''}`, () => {
  it('begins with what it was made with, and nothing leaves it', async () => {
    const { page, trouble, close } = await open(browser, 'retry-lab', INPUT);
    expect(await page.locator('#banner p').first().textContent()).toBe(runLab(INPUT).reason);
    expect(await page.locator('#startToCloseTimeout').inputValue()).toBe('3000');
    expect(trouble).toEqual([]);
    await close();
  });

  it('cannot reach the network even if it wanted to', async () => {
    const { page, trouble, close } = await open(browser, 'retry-lab', INPUT);
    const tried = await page.evaluate(() =>
      fetch('http://127.0.0.1:9/').then(
        () => 'answered',
        () => 'refused',
      ),
    );
    expect(tried).toBe('refused');
    expect(trouble.join('\n')).toMatch(/Content Security Policy/);
    await close();
  });

  it('says what the terminal says, for any input of a link', async () => {
    const { page, trouble, url, close } = await open(browser, 'retry-lab', null);
    await fc.assert(
      fc.asyncProperty(labInput, async (input) => {
        const { stdout } = await runWorldline(['retry', '--json', '-'], {
          readStdin: async () => JSON.stringify(input),
          cwd: '.',
        });
        const { outcome, atMs, reason, retryState, attempts } = JSON.parse(stdout) as LabReport;
        await page.goto(`${url}#${toHash({ input, seed: 1 })}`);
        expect(await page.locator('#banner .outcome').textContent()).toBe(outcome);
        const facts = await page.locator('#banner .facts').textContent();
        expect(facts).toContain(`after ${durationText(atMs)} · ${attempts.length} attempt`);
        if (retryState) expect(facts).toContain(`retry state ${retryState}`);
        expect(await page.locator('#banner p').first().textContent()).toBe(reason);
      }),
      { numRuns: 25 },
    );
    expect(trouble).toEqual([]);
    await close();
  });

  it('changes with its controls, and its address with it', async () => {
    const { page, close } = await open(browser, 'retry-lab', INPUT);
    await page.locator('#maximumAttempts').fill('1');
    expect(await page.locator('#banner').textContent()).toContain('maximumAttempts is 1');
    await page.locator('#startToCloseTimeout').fill('soon');
    expect(await page.locator('#banner .outcome').textContent()).toBe('refused');
    expect(await page.locator('#startToCloseTimeout').getAttribute('aria-invalid')).toBe('true');
    await page.locator('#startToCloseTimeout').fill('2 seconds');
    const address = await page.evaluate<string>('location.href');
    await page.goto('about:blank');
    await page.goto(address);
    expect(await page.locator('#startToCloseTimeout').inputValue()).toBe('2 seconds');
    expect(await page.locator('#maximumAttempts').inputValue()).toBe('1');
    await close();
  });

  it('deadlines are dragged with the mouse, and moved with the keyboard', async () => {
    const { page, close } = await open(browser, 'retry-lab', INPUT);
    const handle = page.locator('[data-key="scheduleToCloseTimeout-0"]');
    const box = (await handle.boundingBox())!;
    await page.mouse.move(box.x + 7, box.y + 5);
    await page.mouse.down();
    await page.mouse.move(box.x - 250, box.y + 5, { steps: 5 });
    await page.mouse.up();
    const dragged = Number(await page.locator('#scheduleToCloseTimeout').inputValue());
    expect(dragged).toBeLessThan(5000);
    await handle.focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    expect(Number(await page.locator('#scheduleToCloseTimeout').inputValue())).toBeLessThan(dragged);
    await close();
  });

  it('shows the pending activity at a moment', async () => {
    const { page, close } = await open(browser, 'retry-lab', INPUT);
    await page.locator('#moment-slider').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    const text = await page.locator('#moment').textContent();
    expect(text).toContain('attempt 1 fails; the next one waits 1s');
    expect(text).toContain('Next attempt1.5s, in 1s');
    await close();
  });

  it('draws scenarios at random, with percentiles', async () => {
    const { page, close } = await open(browser, 'retry-lab', INPUT);
    await page.locator('#random button').nth(1).click();
    const first = await page.locator('#statistics').textContent();
    expect(first).toMatch(/^Of 1000 such activities: .*p50 .*, p99 .* \(seed 1\)\.$/);
    await page.locator('#draw-again').click();
    expect(await page.locator('#statistics').textContent()).toMatch(/\(seed 2\)/);
    expect(await page.locator('#success-rate').inputValue()).toBe('50');
    await page.locator('#success-rate').fill('25');
    await page.locator('#latency').fill('2000');
    const scenario = { latencyMs: 2000, successRate: 0.25 };
    expect(await page.locator('#statistics').textContent()).toBe(statisticsText(statistics(scenario, INPUT, '2'), '2'));
    await page.locator('#success-rate').fill('0');
    expect(await page.locator('#statistics').textContent()).toBe(
      'the share of successes is 0 %; it must be from 5 % to 100 %',
    );
    await close();
  });

  it('asks, hides the answer, and explains it', async () => {
    const { page, close } = await open(browser, 'retry-lab', INPUT);
    await page.locator('#quiz').click();
    expect(await page.locator('#answer').isVisible()).toBe(false);
    const question = quizQuestion('1');
    const wrong = (question.answer + 1) % 4;
    await page.locator('.choices button').nth(wrong).click();
    const said = await page.locator('#quiz-body').textContent();
    expect(said).toContain(question.choices[wrong]!.belief);
    expect(said).toContain(question.reason);
    expect(await page.locator('#answer').isVisible()).toBe(true);
    await close();
  });

  it.each<[string, object, string?]>([
    ['a moment that is none', { input: INPUT, seed: 1, at: 'x' }],
    ['a scenario that is none', { input: INPUT, seed: -1, scenario: 99, at: -5 }],
    ['no input', { input: { attempts: [1], options: null } }],
    [
      'types that are no list',
      { input: { ...INPUT, options: { ...INPUT.options, retry: { nonRetryableErrorTypes: 'A' } } } },
      'refused',
    ],
  ])('a link with %s shows a page all the same', async (_, state, outcome = 'completed') => {
    const { page, trouble, url, close } = await open(browser, 'retry-lab', INPUT);
    await page.goto('about:blank');
    await page.goto(`${url}#${toHash(state as LabState)}`);
    expect(await page.locator('#banner .outcome').textContent()).toBe(outcome);
    expect(trouble).toEqual([]);
    await close();
  });

  it('shows hostile texts as texts', async () => {
    const hostile = '</script><img src=x onerror="document.title=1"><b>';
    const input: LabInput = {
      attempts: [{ result: 'fail', afterMs: 10, errorType: hostile }],
      options: { startToCloseTimeout: 1000, retry: { nonRetryableErrorTypes: [hostile] } },
    };
    const { page, trouble, close } = await open(browser, 'retry-lab', input);
    expect(await page.locator('#banner p').first().textContent()).toContain(hostile);
    expect(await page.locator('img').count()).toBe(0);
    expect(trouble).toEqual([]);
    await close();
  });

  it.each(SCREENS)('has nothing that axe objects to, %s', async (_, options) => {
    const { page, close } = await open(browser, 'retry-lab', INPUT, { ...options, bypassCSP: true });
    const look = async (what: string) => {
      expect(await axe(page), what).toEqual([]);
      // Nothing is cut off at the side, on a phone either.
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), what).toBe(0);
    };
    await look('at first');
    await page.locator('#startToCloseTimeout').fill('soon');
    await look('refused');
    await page.locator('#quiz').click();
    await look('a question');
    await page.locator('.choices button').first().click();
    await look('its answer');
    await close();
  });
});

describe('the quiz', () => {
  it('has one right answer, and wrong ones that come of a mistake', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const { input, choices, answer, reason } = quizQuestion(String(seed));
      expect(new Set(choices.map(({ text }) => text)).size).toBe(4);
      expect(runLab(input).reason).toBe(reason);
      expect(choices[answer]!.belief).toBe('this is what happens');
    }
    expect(quizQuestion('7')).toEqual(quizQuestion('7'));
  });
});
