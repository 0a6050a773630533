/** How long what a channel is handed stays good, in milliseconds: the usual two hours for tokens and tickets, minutes for a code and for a link. */
export const lifetimes = { accessToken: 7_200_000, apiTicket: 7_200_000, code: 300_000, link: 300_000 } as const;
