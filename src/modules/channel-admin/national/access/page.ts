/** Which part of a list is asked for; pages count from 1. */
export interface Page {
  readonly page: number;
  readonly pageSize: number;
}

/** The page as a store cuts it out. */
export const sliceOf = ({ page, pageSize }: Page): { readonly skip: number; readonly take: number } => ({ skip: (page - 1) * pageSize, take: pageSize });
