import type { temporal } from '../../base/api';
import { SDK_VERSION } from '../sdk/runtime';

type Metadata = temporal.api.sdk.v1.IWorkflowTaskCompletedMetadata;

const SDK_NAME = 'temporal-typescript';
/** Flags of SDK core: checks of ids and types, search attributes of patches, terminal commands last. */
const CORE_FLAGS = [1, 2, 3];

/** The SDK flags and versions of a run, as the completions of its workflow tasks have recorded them. */
export class TaskFlags {
  readonly #lang = new Set<number>();
  readonly #core = new Set<number>();
  #name = '';
  #version = '';
  /** Flags of the completion that is ahead of the task being replayed. */
  #ahead: readonly number[] = [];
  lastSdkVersion: string | undefined;

  /** A completed workflow task of the history. */
  onTaskCompleted(metadata: Metadata | null | undefined): void {
    this.#ahead = [];
    for (const flag of metadata?.langUsedFlags ?? []) this.#lang.add(flag);
    for (const flag of metadata?.coreUsedFlags ?? []) this.#core.add(flag);
    if (metadata?.sdkName) this.#name = metadata.sdkName;
    if (metadata?.sdkVersion) this.#version = this.lastSdkVersion = metadata.sdkVersion;
  }

  /** The completion that history has for the task that is about to be replayed. */
  onTaskAhead(metadata: Metadata | null | undefined): void {
    this.#ahead = metadata?.langUsedFlags ?? [];
    if (metadata?.sdkVersion) this.lastSdkVersion = metadata.sdkVersion;
  }

  /** What the SDK may take as set for the current task. */
  get available(): Iterable<number> {
    return this.#ahead.length === 0 ? this.#lang : [...this.#lang, ...this.#ahead];
  }

  /** Metadata for the completion of a live task: only what no earlier completion has recorded. */
  metadataFor(usedFlags: Iterable<number>): Metadata {
    const metadata: Metadata = {};
    const core = CORE_FLAGS.filter((flag) => !this.#core.has(flag));
    const lang: number[] = [];
    for (const flag of usedFlags) if (!this.#lang.has(flag)) lang.push(flag);
    if (core.length > 0) metadata.coreUsedFlags = core;
    if (lang.length > 0) metadata.langUsedFlags = lang;
    if (this.#name !== SDK_NAME) metadata.sdkName = SDK_NAME;
    if (this.#version !== SDK_VERSION) metadata.sdkVersion = SDK_VERSION;
    return metadata;
  }
}
