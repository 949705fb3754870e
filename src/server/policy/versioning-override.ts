/**
 * Which version of the workers' code a run is told to stay on, or to follow. A world has no worker deployments: any version that is
 * named is taken to be there, and every worker of the queue takes the run's tasks.
 */
import type { temporal } from '../../base/api';
import { VersioningBehavior } from '../../base/enums';
import { invalidArgument } from '../status';

export type VersioningOverride = temporal.api.workflow.v1.IVersioningOverride;
export type DeploymentVersion = temporal.api.deployment.v1.IWorkerDeploymentVersion;

/** PinnedOverrideBehavior of the API. */
const PINNED = 1;

/** @throws INVALID_ARGUMENT for an override that says too little, or contradicts itself. */
export function checkVersioningOverride(override: VersioningOverride | null | undefined): void {
  if (!override || override.autoUpgrade) return;
  const { pinned } = override;
  if (pinned) {
    if (!pinned.version) throw invalidArgument('must provide version if override is pinned.');
    if (!pinned.behavior) throw invalidArgument('must specify pinned override behavior if override is pinned.');
    return;
  }
  checkDeprecated(override);
}

/** The fields that the API had before `pinned` and `autoUpgrade`; older clients send nothing else. */
function checkDeprecated({ behavior, deployment, pinnedVersion }: VersioningOverride): void {
  if (behavior === VersioningBehavior.PINNED) {
    if (!deployment && !pinnedVersion) {
      throw invalidArgument("must provide deployment (deprecated) or pinned version if behavior is 'PINNED'");
    }
    if (!deployment && !versionFromText(pinnedVersion!)) {
      throw invalidArgument(
        `invalid version string "${pinnedVersion}", expected format is "<deployment_name>.<build_id>"`,
      );
    }
  } else if (behavior === VersioningBehavior.AUTO_UPGRADE) {
    if (deployment) throw invalidArgument("only provide deployment if behavior is 'PINNED'");
    if (pinnedVersion) throw invalidArgument("only provide pinned version if behavior is 'PINNED'");
  } else {
    throw invalidArgument(behavior ? `override behavior ${behavior} not recognized` : 'override behavior is required');
  }
}

/** As runs and histories keep it: without the deprecated fields, which the others say as well. The override must have been checked. */
export function storedOverride(override: VersioningOverride | null | undefined): VersioningOverride | undefined {
  if (!override) return undefined;
  if (override.autoUpgrade || override.behavior === VersioningBehavior.AUTO_UPGRADE) return { autoUpgrade: true };
  const { pinned, deployment, pinnedVersion } = override;
  if (pinned) return { pinned };
  const version = deployment
    ? { deploymentName: deployment.seriesName, buildId: deployment.buildId }
    : versionFromText(pinnedVersion ?? '');
  return { pinned: { behavior: PINNED, version } };
}

/** As describe answers it: with the deprecated fields, too, for older clients. */
export function shownOverride(stored: VersioningOverride | undefined): VersioningOverride | undefined {
  if (!stored) return undefined;
  const version = stored.pinned?.version;
  if (!version) return { ...stored, behavior: VersioningBehavior.AUTO_UPGRADE };
  return { ...stored, behavior: VersioningBehavior.PINNED, pinnedVersion: versionText(version) };
}

export function versionText({ deploymentName, buildId }: DeploymentVersion): string {
  return `${deploymentName ?? ''}.${buildId ?? ''}`;
}

/** Names of deployments have neither dot nor colon, build ids may. */
function versionFromText(text: string): DeploymentVersion | undefined {
  const end = text.search(/[.:]/);
  if (end <= 0 || end === text.length - 1) return undefined;
  return { deploymentName: text.slice(0, end), buildId: text.slice(end + 1) };
}

/** Whether two overrides are the same message: a deprecated field counts, though it says nothing new. */
export function isSameOverride(
  a: VersioningOverride | null | undefined,
  b: VersioningOverride | null | undefined,
): boolean {
  return identityOf(a) === identityOf(b);
}

/** Absent fields are those with the value that the API has for absent. */
function identityOf(override: VersioningOverride | null | undefined): string {
  if (!override) return '';
  const { autoUpgrade, pinned, behavior, deployment, pinnedVersion } = override;
  const version = (of: DeploymentVersion | null | undefined) => of && [of.deploymentName ?? '', of.buildId ?? ''];
  return JSON.stringify([
    autoUpgrade ?? false,
    pinned ? [pinned.behavior ?? 0, version(pinned.version) ?? null] : null,
    behavior ?? 0,
    deployment ? [deployment.seriesName ?? '', deployment.buildId ?? ''] : null,
    pinnedVersion ?? '',
  ]);
}
