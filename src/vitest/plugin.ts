/** The plugin for the configuration of vitest: existing tests run in worldline, whatever they import. */
import path from 'node:path';
import { InvalidInputError } from '../base/errors';
import { aliases } from '../testing/aliases';
import { targetAddress } from '../testing/target';

export interface WorldlinePluginOptions {
  /** False: `@temporalio/testing` and `@temporalio/worker` stay what they are. Default true. */
  readonly alias?: boolean;
  /** False: no matchers, no serializer, no timelines. Default true. */
  readonly setup?: boolean;
}

/** As much of vite's plugin as is needed here; vite is not a dependency. */
export interface WorldlinePlugin {
  readonly name: string;
  config(): object;
}

/**
 * `plugins: [worldline()]` in vitest.config.ts. Tests that import `@temporalio/testing` and `@temporalio/worker` get worldline's;
 * `expect` has matchers for workflows, histories are written into snapshots as canonical text, and a failing test shows the timelines
 * of its workflows.
 */
export function worldline({ alias = true, setup = true }: WorldlinePluginOptions = {}): WorldlinePlugin {
  const here = __dirname;
  return {
    name: 'worldline',
    config: () => {
      if (process.env.WORLDLINE_SWEEP && targetAddress()) {
        throw new InvalidInputError(
          'WORLDLINE_SWEEP and WORLDLINE_TARGET exclude each other: faults are drawn in worlds, and not on a server',
        );
      }
      return {
        resolve: alias ? { alias: aliases('mjs').map(([find, replacement]) => ({ find, replacement })) } : {},
        test: {
          setupFiles: setup ? [path.join(here, `setup.${extensionOfModules()}`)] : [],
          ...(process.env.WORLDLINE_SWEEP && { runner: path.join(here, `sweep-runner.${extensionOfModules()}`) }),
        },
      };
    },
  };
}

/** In a checkout the sources are loaded, which are TypeScript. */
function extensionOfModules(): string {
  return __filename.endsWith('.ts') ? 'mts' : 'mjs';
}
