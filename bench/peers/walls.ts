/** What `About.wall` says, in words. */
export const walls = {
  "process-per-session": "a process for each session",
  process: "one process for all",
  thread: "a thread of the process",
  engine: "an engine in the thread",
  none: "nothing",
} as const;
