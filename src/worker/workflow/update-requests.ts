import type { HistoryEvent } from '../../history/event';
import type { UpdateRequest } from '../../history/worker-protocol';
import type { Machines } from './machines';

/**
 * Hands updates to the workflow: live ones as they come with their task, replayed ones where history says that they were
 * accepted, and those that a reset has put into the history as requests.
 */
export class UpdateRequests {
  /** Requests of a reset that nobody has seen yet, by update id. */
  readonly #admitted = new Map<string, UpdateRequest>();

  constructor(readonly machines: Machines) {}

  admit(event: HistoryEvent<'WorkflowExecutionUpdateAdmitted'>): void {
    const request = event.attributes.request!;
    const id = request.meta!.updateId!;
    this.#admitted.set(id, {
      messageId: `${id}/request`,
      protocolInstanceId: id,
      sequencingEventId: event.id,
      request,
    });
  }

  /** History has accepted the update in the workflow task that is being replayed: its validator is not asked again. */
  deliverAccepted(event: HistoryEvent<'WorkflowExecutionUpdateAccepted'>): void {
    const { protocolInstanceId, acceptedRequest, acceptedRequestMessageId } = event.attributes;
    const id = protocolInstanceId!;
    const admitted = this.#admitted.get(id);
    this.#admitted.delete(id);
    const request: UpdateRequest = {
      messageId: acceptedRequestMessageId ?? `${id}/request`,
      protocolInstanceId: id,
      sequencingEventId: event.attributes.acceptedRequestSequencingEventId ?? 0,
      request: acceptedRequest ?? admitted?.request ?? {},
    };
    this.#deliver(request, false);
  }

  /** All that a live task has to offer. */
  deliverRequests(messages: readonly UpdateRequest[]): void {
    for (const request of this.#admitted.values()) this.#deliver(request, true);
    this.#admitted.clear();
    for (const request of messages) this.#deliver(request, true);
  }

  #deliver(update: UpdateRequest, runValidator: boolean): void {
    const { meta, input } = update.request;
    this.machines.onUpdateRequested(update);
    this.machines.deliver({
      variant: 'doUpdate',
      doUpdate: {
        id: meta?.updateId ?? update.protocolInstanceId,
        protocolInstanceId: update.protocolInstanceId,
        name: input?.name,
        input: input?.args?.payloads ?? [],
        headers: input?.header?.fields ?? {},
        meta,
        runValidator,
      },
    });
  }
}
