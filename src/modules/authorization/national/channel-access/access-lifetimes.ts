/** How long what a channel is handed stays good, in milliseconds: the usual two hours for tokens and tickets, five minutes for a code, ten for a link: a person reads and types meanwhile. */
export const lifetimes = { accessToken: 7_200_000, apiTicket: 7_200_000, code: 300_000, link: 600_000 } as const;
