import type { Command, Payload } from '../../../base/api';
import { CommandType } from '../../../base/enums';
import type { AnyEvent, HistoryEvent } from '../../../history/event';
import type { LangCommand } from '../../sdk/activation';
import { jsonPayload, readJsonPayload } from '../json-payload';
import { NondeterminismError } from '../nondeterminism';
import { type CommandOwner, PendingCommand } from '../pending-command';
import type { MachineHost } from './machine';

export const PATCH_MARKER = 'core_patch';
export const CHANGE_VERSION = 'TemporalChangeVersion';

/** Longer lists of patches are not written to the search attribute. */
const CHANGE_VERSION_BYTES_LIMIT = 2048;

export interface PatchMarker {
  readonly id: string;
  readonly deprecated: boolean;
}

/** What a marker says about a patch; undefined for other markers and events. */
export function patchMarkerOf(event: AnyEvent): PatchMarker | undefined {
  if (event.type !== 'MarkerRecorded' || event.attributes.markerName !== PATCH_MARKER) return undefined;
  const payload = event.attributes.details?.['patch-data']?.payloads?.[0];
  return payload ? (readJsonPayload(payload) as PatchMarker) : undefined;
}

/** Whether this event is the upsert that follows a patch marker. */
export function isChangeVersionUpsert(event: AnyEvent): boolean {
  return (
    event.type === 'UpsertWorkflowSearchAttributes' &&
    event.attributes.searchAttributes?.indexedFields?.[CHANGE_VERSION] !== undefined
  );
}

/** A patch: a marker, and behind it an upsert of the search attribute that lists all patches of the run. */
export class PatchMachine implements CommandOwner {
  readonly kind = 'Patch';
  readonly marker = new PendingCommand(this, 'marker', 'MarkerRecorded', true);
  readonly #changeVersion: Payload;

  constructor(
    host: MachineHost,
    readonly command: LangCommand,
    /** Ids of all patches of the run so far, this one included. */
    allIds: Iterable<string>,
  ) {
    host.issue(this.marker);
    this.#changeVersion = jsonPayload([...allIds].sort());
    if (this.#changeVersion.data!.length < CHANGE_VERSION_BYTES_LIMIT) {
      host.issue(new PendingCommand(this, 'upsert', 'UpsertWorkflowSearchAttributes', true));
    }
  }

  get patchId(): string {
    return this.command.setPatchMarker!.patchId!;
  }

  toCommand(role: string): Command {
    if (role === 'upsert') {
      return {
        commandType: CommandType.UPSERT_WORKFLOW_SEARCH_ATTRIBUTES,
        upsertWorkflowSearchAttributesCommandAttributes: {
          searchAttributes: { indexedFields: { [CHANGE_VERSION]: this.#changeVersion } },
        },
      };
    }
    const data = jsonPayload({ id: this.patchId, deprecated: this.command.setPatchMarker!.deprecated ?? false });
    return {
      commandType: CommandType.RECORD_MARKER,
      recordMarkerCommandAttributes: {
        markerName: PATCH_MARKER,
        details: { 'patch-data': { payloads: [data] } },
      },
    };
  }

  onCommandEvent(role: string, event: AnyEvent): void {
    if (role === 'upsert') return;
    const marker = patchMarkerOf(event as HistoryEvent as AnyEvent);
    if (marker?.id !== this.patchId) {
      throw new NondeterminismError(
        `Patch marker of event ${event.id} is for '${marker?.id}', the code asked for patch '${this.patchId}'`,
        event,
      );
    }
  }

  describe(role: string): string {
    return role === 'upsert' ? `upsert ${CHANGE_VERSION} of patch '${this.patchId}'` : `patch '${this.patchId}'`;
  }
}
