/** Histories that a real server recorded, as the SDK's `historyToJSON` gave them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const FIXTURES = [
  'child-parent-close-terminate.parent',
  'local-activity-fails.main',
  'long-history.main',
  'patched.main',
  'signal-buffered-until-handler.main',
  'update-accepted-then-completed.main',
] as const;

export type FixtureName = (typeof FIXTURES)[number];

export function fixtureText(name: FixtureName): string {
  return readFileSync(join(__dirname, '../conformance/kit/raw', `${name}.json`), 'utf8');
}

export function fixture(name: FixtureName): { events: Record<string, any>[] } {
  return JSON.parse(fixtureText(name));
}
