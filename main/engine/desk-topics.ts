import type { Message } from '../../fleet/decode.ts';
import { deskTopic } from '../../fleet/topics.ts';
import type { TopicKind } from '../../fleet/wire/catalogue.ts';

/** The documents that consoles share among themselves; roll-outs and operators on duty have one writer each (contract §2). */
export type SharedKind = 'desk/alert' | 'desk/site' | 'desk/window' | 'desk/rule' | 'desk/handover';

export const isSharedKind = (kind: TopicKind | undefined): kind is SharedKind =>
  kind === 'desk/alert' || kind === 'desk/site' || kind === 'desk/window' || kind === 'desk/rule' || kind === 'desk/handover';

/** A shared document as it came from a hub; without `body` its retained copy was cleared. */
export interface SharedMessage {
  readonly topic: string;
  readonly body: object | undefined;
}

/** The shared document in a message, or undefined for messages of other kinds. */
export const sharedMessage = (message: Message): SharedMessage | undefined => {
  switch (message.kind) {
    case 'desk/alert':
      return { topic: deskTopic(message.kind, message.site, message.id), body: message.body };
    case 'desk/site':
      return { topic: deskTopic(message.kind, message.site), body: message.body };
    case 'desk/window':
    case 'desk/rule':
    case 'desk/handover':
      return { topic: deskTopic(message.kind, message.id), body: message.body };
    case 'cleared': {
      if (!isSharedKind(message.of)) return undefined;
      const levels = [message.site, message.id].filter((level) => level !== undefined);
      return { topic: deskTopic(message.of, ...levels), body: undefined };
    }
    default:
      return undefined;
  }
};
