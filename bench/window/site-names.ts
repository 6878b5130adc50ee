/** Id of the site with this number; programs and pages of one bench name the same. */
export const siteOf = (index: number): string => `BL-N${String(index).padStart(5, '0')}`;
