const PUBACK_BYTES = 4;

/** The packets that acknowledge these QoS 1 messages, as one write. */
export const pubacks = (messageIds: readonly number[]): Buffer => {
  const bytes = Buffer.allocUnsafe(messageIds.length * PUBACK_BYTES);
  messageIds.forEach((id, index) => bytes.writeUInt32BE(0x4002_0000 + id, index * PUBACK_BYTES));
  return bytes;
};
