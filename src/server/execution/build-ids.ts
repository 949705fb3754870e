/** The search attribute that says which workers' code a run has met. The server sets it by itself, without an event. */
import type { Payload } from '../../base/api';
import type { Execution } from './execution';
import { decodeSearchAttribute } from './search-attributes';

const encoding = Buffer.from('json/plain');
const type = Buffer.from('KeywordList');

function payloadOf(ids: readonly string[]): Payload {
  return { metadata: { encoding, type }, data: Buffer.from(JSON.stringify(ids)) };
}

/** By build id, the payload of runs that have met no other; nearly all runs of a world share one. */
const ofOneBuild = new Map<string, Payload>();

/** After each completed workflow task; the list grows where workers of other builds come. */
export function recordBuildId(x: Execution, buildId: string): void {
  const id = `unversioned:${buildId}`;
  let own = ofOneBuild.get(buildId);
  if (!own) {
    own = payloadOf(['unversioned', id]);
    ofOneBuild.set(buildId, own);
  }
  const present = x.searchAttributes.BuildIds;
  if (present === own) return;
  const known = present ? decodeSearchAttribute(present) : undefined;
  if (!Array.isArray(known)) x.searchAttributes = { ...x.searchAttributes, BuildIds: own };
  else if (!known.includes(id)) x.searchAttributes = { ...x.searchAttributes, BuildIds: payloadOf([...known, id]) };
}
