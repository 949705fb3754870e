/**
 * `worldline/register`: tests that import `@temporalio/testing` and `@temporalio/worker` get worldline's. `mocha -r worldline/register`,
 * `node --import worldline/register --test`, for CommonJS and ES modules; before other hooks (ts-node, tsx) or after them. With
 * WORLDLINE_TARGET in the environment the real worker is used, and environments lead to the server that it names.
 */
import Module, { register } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { aliasOf, isLeftAlone } from './testing/aliases';

type Resolve = (request: string, parent: { filename?: string | null } | undefined, ...rest: unknown[]) => string;

const loader = Module as unknown as { _resolveFilename: Resolve };

const resolve = loader._resolveFilename;
loader._resolveFilename = function (request, parent, ...rest) {
  const file = isLeftAlone(parent?.filename) ? undefined : aliasOf(request, 'js');
  return file ?? resolve.call(this, request, parent, ...rest);
};
register(pathToFileURL(path.join(__dirname, 'register-hooks.mjs')).href);
