package io.caisson.service.workload.fabric8;

import okhttp3.Call;
import okhttp3.ConnectionPool;

/**
 * What one cluster's calls go by.
 *
 * @param connections which are this cluster's alone
 * @param streams answers on them that do not end by themselves
 */
record Lines(ConnectionPool connections, OpenStreams streams) {
  /**
   * After this one the next call connects anew; calls that wait for their answer keep their
   * connection. A stream that fails, or was ended, says nothing of others, of newer ones least.
   */
  void suspect(Call call) {
    if (!streams.has(call)) {
      streams.cancelAll();
    }
    connections.evictAll();
  }

  void close() {
    streams.close();
    connections.evictAll();
  }
}
