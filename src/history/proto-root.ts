/**
 * Temporal's protobuf definitions with their reflection, loaded when first needed: that costs more than a whole test. Reached
 * through the resolution of `@temporalio/proto`, because a converter only accepts types of its own copy of protobufjs.
 */
import { createRequire } from 'node:module';
import type { Root, Type } from 'protobufjs';

interface ProtoJson {
  toJson(type: Type, message: object): Record<string, unknown>;
}

export interface ProtoRoot {
  /** `temporal.api.history.v1.HistoryEvent` */
  readonly historyEvent: Type;
  readonly toJson: ProtoJson['toJson'];
}

let loaded: ProtoRoot | undefined;

export function protoRoot(): ProtoRoot {
  if (loaded) return loaded;
  const requireHere = createRequire(__filename);
  const protoPath = requireHere.resolve('@temporalio/proto');
  const requireThere = createRequire(protoPath);
  const { patchProtobufRoot } = requireThere('@temporalio/proto/lib/patch-protobuf-root') as {
    patchProtobufRoot(root: unknown): Root;
  };
  const { toJson } = requireThere('protobufjs/ext/protojson') as ProtoJson;
  const root = patchProtobufRoot(requireThere(protoPath)) as Root;
  root.resolveAll();
  loaded = { historyEvent: root.lookupType('temporal.api.history.v1.HistoryEvent'), toJson };
  return loaded;
}
