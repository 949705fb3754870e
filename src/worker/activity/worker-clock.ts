/** What a worker needs of the world's clock. */
import type { Timer, VirtualClock } from '../../clock/virtual-clock';

export type WorkerTimer = Timer;
export type WorkerClock = Pick<VirtualClock, 'now' | 'schedule' | 'cancel'>;
