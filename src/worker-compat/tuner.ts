/** Slots of workers, as `@temporalio/worker` types them. Of a tuner, only the fixed sizes of slot suppliers have an effect. */
import type { Duration, WorkerDeploymentVersion } from '@temporalio/common';

export type WorkerTuner = ResourceBasedTuner | ResourceBasedTunerWithController | TunerHolder;

export interface TunerHolder {
  workflowTaskSlotSupplier: SlotSupplier<WorkflowSlotInfo>;
  activityTaskSlotSupplier: SlotSupplier<ActivitySlotInfo>;
  localActivityTaskSlotSupplier: SlotSupplier<LocalActivitySlotInfo>;
  nexusTaskSlotSupplier: SlotSupplier<NexusSlotInfo>;
}

export type SlotSupplier<SI extends SlotInfo> =
  | ResourceBasedSlotsForType
  | FixedSizeSlotSupplier
  | CustomSlotSupplier<SI>;

interface SlotOptionsOfAllTypes {
  workflowTaskSlotOptions?: ResourceBasedSlotOptions;
  activityTaskSlotOptions?: ResourceBasedSlotOptions;
  localActivityTaskSlotOptions?: ResourceBasedSlotOptions;
  nexusTaskSlotOptions?: ResourceBasedSlotOptions;
}

interface ByOptions {
  tunerOptions: ResourceBasedTunerOptions;
  controller?: never;
}

interface ByController {
  controller: ResourceBasedController;
  tunerOptions?: never;
}

export interface ResourceBasedTuner extends SlotOptionsOfAllTypes, ByOptions {}
export interface ResourceBasedTunerWithController extends SlotOptionsOfAllTypes, ByController {}

export interface ResourceBasedTunerOptions {
  /** Share of the memory, 0 to 1. */
  targetMemoryUsage: number;
  /** Share of the CPU, 0 to 1. */
  targetCpuUsage: number;
}

/** Has no effect: a world does not look at the machine. */
export class ResourceBasedController {
  private constructor(readonly options: ResourceBasedTunerOptions) {}

  static create(options: ResourceBasedTunerOptions): ResourceBasedController {
    return new ResourceBasedController(options);
  }
}

export interface ResourceBasedSlotOptions {
  minimumSlots?: number;
  maximumSlots?: number;
  rampThrottle?: Duration;
}

export type ResourceBasedSlotsForType = ResourceBasedSlotOptions &
  (ByOptions | ByController) & { type: 'resource-based' };

export interface FixedSizeSlotSupplier {
  type: 'fixed-size';
  numSlots: number;
}

export interface CustomSlotSupplier<SI extends SlotInfo> {
  type: 'custom';
  reserveSlot(ctx: SlotReserveContext, abortSignal: AbortSignal): Promise<SlotPermit>;
  tryReserveSlot(ctx: SlotReserveContext): SlotPermit | null;
  markSlotUsed(ctx: SlotMarkUsedContext<SI>): void;
  releaseSlot(ctx: SlotReleaseContext<SI>): void;
}

export type SlotInfo = WorkflowSlotInfo | ActivitySlotInfo | LocalActivitySlotInfo | NexusSlotInfo;

export interface WorkflowSlotInfo {
  type: 'workflow';
  workflowType: string;
  isSticky: boolean;
}

export interface ActivitySlotInfo {
  type: 'activity';
  activityType: string;
}

export interface LocalActivitySlotInfo {
  type: 'local-activity';
  activityType: string;
}

export interface NexusSlotInfo {
  type: 'nexus';
  service: string;
  operation: string;
}

// biome-ignore lint/suspicious/noEmptyInterface: whatever a supplier makes its permits of
export interface SlotPermit {}

export interface SlotReserveContext {
  slotType: SlotInfo['type'];
  taskQueue: string;
  workerIdentity: string;
  workerBuildId: string;
  workerDeploymentVersion?: WorkerDeploymentVersion;
  isSticky: boolean;
}

export interface SlotMarkUsedContext<SI extends SlotInfo> {
  slotInfo: SI;
  permit: SlotPermit;
}

export interface SlotReleaseContext<SI extends SlotInfo> {
  slotInfo?: SI;
  permit: SlotPermit;
}

/** The number of slots that a tuner gives to activities, where it says one. */
export function activitySlotsOf(tuner: WorkerTuner | undefined): number | undefined {
  const supplier = (tuner as TunerHolder | undefined)?.activityTaskSlotSupplier;
  return supplier?.type === 'fixed-size' ? supplier.numSlots : undefined;
}
