/** The longest that Node's timers wait, in milliseconds; more overflows them. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;
