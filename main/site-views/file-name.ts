import { basename } from 'node:path';

const LONGEST_NAME = 120;

/** A name that stays in the folder the operator chooses and shows its true end. */
export const safeName = (name: string): string => {
  const clean = basename(name.normalize('NFC').replaceAll(/[\p{Cc}\p{Cf}<>:"|?*\\]/gu, '_')).replace(/^\.+/, '');
  return clean === '' ? 'download' : clean.slice(-LONGEST_NAME);
};
