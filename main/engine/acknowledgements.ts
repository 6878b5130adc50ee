/** QoS 1 messages of a batch by hub and connection; told to the hubs when the batch is on the disk. */
export class Acknowledgements {
  size = 0;
  readonly #byHub = new Map<string, Map<number, number[]>>();

  add(hub: string, connection: number, messageId: number): void {
    let connections = this.#byHub.get(hub);
    if (connections === undefined) this.#byHub.set(hub, (connections = new Map()));
    const ids = connections.get(connection);
    if (ids === undefined) connections.set(connection, [messageId]);
    else ids.push(messageId);
    this.size += 1;
  }

  tell(acknowledge: (hub: string, connection: number, messageIds: readonly number[]) => void): void {
    for (const [hub, connections] of this.#byHub) for (const [connection, ids] of connections) acknowledge(hub, connection, ids);
  }
}
