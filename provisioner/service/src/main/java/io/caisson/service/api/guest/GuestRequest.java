package io.caisson.service.api.guest;

import java.util.Optional;

/**
 * One request, whole.
 *
 * @param target path and query as they were sent
 * @param authorization the header of that name
 * @param body at most as long as the listener lets pass
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record GuestRequest(String method, String target, Optional<String> authorization, byte[] body) {
  String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /** What follows the question mark; empty if there is none. */
  String query() {
    int query = target.indexOf('?');
    return query < 0 ? "" : target.substring(query + 1);
  }

  /** Without the authorization. */
  @Override
  public String toString() {
    return "GuestRequest[" + method + " " + path() + "]";
  }
}
