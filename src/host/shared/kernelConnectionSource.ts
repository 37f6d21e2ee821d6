import type { KernelConnection } from '../../core/notebook/kernelSetup';

/** The one way on which credentials leave the connection: to a notebook kernel of the person's. */
export interface KernelConnectionSource {
  /**
   * Where a kernel is to log: the server that is connected, or whose connection failed. Undefined where there is none, and for
   * a server that the person has not confirmed, or that an untrusted workspace names.
   */
  readonly kernelConnection: KernelConnection | undefined;
}
