/** What the program needs of its process. */
export type Io = Pick<NodeJS.Process, 'stdout' | 'stderr' | 'on' | 'off' | 'pid' | 'exit'>;

/** Environment variables, by name. */
export type Env = Readonly<Record<string, string | undefined>>;
