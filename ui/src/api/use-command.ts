// Reading and changing through the one door, with the cache kept right.
import { keepPreviousData, useMutation, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { call, callAndRead, RefusedError, type CommandName, type CommandReply, type CommandRequest } from "./platform";
import { learnNow } from "./now";
import { applyReply, toQueryNoun } from "./refresh";
import { notePassphraseNeeded } from "./passphrase-request";
import { trackJob } from "./running-jobs";

function notice(reply: unknown) {
  const now = (reply as { now?: unknown } | null)?.now;
  if (typeof now === "number") learnNow(now);
}

/** A locked or signed-out desk is learned from the refusal, whichever call met it first. */
function checkSession(client: QueryClient, error: unknown) {
  const code = error instanceof RefusedError ? error.refusal?.code : undefined;
  if (code === "locked" || code === "not_signed_in") void client.invalidateQueries({ queryKey: ["desk"] });
}

/** While a screen is being opened with what it shows: what it asks for besides waits until it has been painted. */
let opening: Promise<void> | null = null;

/** So long at most: what nobody sees is never painted. */
const UNSEEN = 100;

function openScreen() {
  opening = new Promise((painted) => {
    // The first frame may come before the screen.
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(painted)));
    setTimeout(painted, UNSEEN);
  }).then(() => void (opening = null));
}

export async function runCommand<N extends CommandName>(client: QueryClient, name: N, request: CommandRequest<N>): Promise<CommandReply<N>> {
  if (opening) await opening;
  try {
    const reply = await trackJob(name, (work) => (work === undefined ? call(name, request) : call(name, request, work)));
    notice(reply);
    return reply;
  } catch (error) {
    checkSession(client, error);
    notePassphraseNeeded(error);
    throw error;
  }
}

interface ReadOptions {
  /** Read again by itself, in milliseconds. Only for calls that do not keep the desk awake. */
  every?: number;
  enabled?: boolean;
  /** Show the old rows while the new ones come. */
  keep?: boolean;
}

const query = <N extends CommandName>(client: QueryClient, name: N, request: CommandRequest<N>) => ({
  queryKey: [toQueryNoun(name, request), name, request],
  queryFn: () => runCommand(client, name, request),
});

/** Reads what a screen that is about to stand will read. What fails is read again there, and said. */
export function prefetchCommand<N extends CommandName>(client: QueryClient, name: N, request: CommandRequest<N>): Promise<void> {
  return client.prefetchQuery(query(client, name, request));
}

/** Reads. */
export function useRead<N extends CommandName>(name: N, request: CommandRequest<N>, options: ReadOptions = {}) {
  const client = useQueryClient();
  return useQuery<CommandReply<N>, RefusedError>({
    ...query(client, name, request),
    refetchInterval: options.every ?? false,
    enabled: options.enabled ?? true,
    ...(options.keep ? { placeholderData: keepPreviousData } : {}),
  });
}

/** Changes something that opens a screen, and has what that screen reads when it is answered. */
export function useChangeAndRead<N extends CommandName>(name: N, then: CommandName) {
  const client = useQueryClient();
  return useMutation<CommandReply<N>, RefusedError, CommandRequest<N>>({
    mutationFn: async (request) => {
      const [reply, read] = await callAndRead(name, request, then);
      notice(reply);
      if (read !== null) client.setQueryData(query(client, then, {}).queryKey, read);
      openScreen();
      return reply;
    },
  });
}

/** Changes something; afterwards what the reply names is read again, but for the ticket that it brings itself. */
export function useChange<N extends CommandName>(name: N) {
  const client = useQueryClient();
  return useMutation<CommandReply<N>, RefusedError, CommandRequest<N>>({
    mutationFn: (request) => runCommand(client, name, request),
    onSuccess: (reply) => void applyReply(client, reply),
  });
}
