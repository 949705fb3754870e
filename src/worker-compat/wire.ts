/**
 * What goes over a wire on a real server does so here: answers are encoded and read again. So they belong to the caller alone, bytes are
 * Buffers, and fields that are not set have the defaults of protobuf.
 */
interface Codec {
  encode(message: object): { finish(): Uint8Array };
  decode(bytes: Uint8Array): object;
}

type Service = Record<string, (request: unknown) => Promise<unknown>>;
type ServiceName = 'workflowservice' | 'operatorservice';

/** A service whose answers have gone over a wire. */
export function overWire<S extends object>(service: S, name: ServiceName): S {
  const wired: Service = {};
  const methods = service as unknown as Service;
  // Its methods stand in its prototype.
  for (const method in methods) {
    const call = methods[method]!;
    let codec: Codec | undefined;
    wired[method] = async (request) => {
      const answer = await call(request);
      codec ??= codecOf(name, method);
      return codec.decode(codec.encode(answer as object).finish());
    };
  }
  return wired as S;
}

function codecOf(name: ServiceName, method: string): Codec {
  // Loaded with the first answer: the API's classes take long to load.
  const { temporal } = require('@temporalio/proto') as typeof import('@temporalio/proto');
  const types = temporal.api[name].v1 as unknown as Record<string, Codec>;
  return types[`${method[0]!.toUpperCase()}${method.slice(1)}Response`]!;
}
