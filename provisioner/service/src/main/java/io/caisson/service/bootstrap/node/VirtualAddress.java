package io.caisson.service.bootstrap.node;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * An endpoint that is no server's own address: one machine of the control plane answers for it at a
 * time, and another as soon as that one's API server does not answer.
 *
 * @param address IPv4, in the machines' subnet, given to nobody; their ports let it pass
 * @param members addresses of the control plane's machines, the asking one included, by their
 *     numbers: of two machines the younger has the higher one
 */
public record VirtualAddress(String address, SortedMap<Integer, String> members, Keeper keeper) {
  private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})(\\.\\d{1,3}){3}");

  /** Who moves it. */
  public enum Keeper {
    /**
     * VRRP between the machines, by the image's package {@code keepalived}; needs no API server.
     * Each one's configuration names those who were there before it.
     */
    KEEPALIVED,
    /** A static pod that elects by a Lease in the API; for members whose addresses change. */
    KUBE_VIP
  }

  public VirtualAddress {
    members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
    check(address);
    members.values().forEach(VirtualAddress::check);
    if (members.containsValue(address)) {
      throw new IllegalArgumentException(
          "%s is the address of a server; the endpoint needs one of its own".formatted(address));
    }
  }

  /** The last part of the address: two endpoints of one small subnet differ in it. */
  int routerId() {
    return Math.max(1, Integer.parseInt(address.substring(address.lastIndexOf('.') + 1)));
  }

  List<String> othersThan(String member) {
    return members.values().stream().filter(other -> !other.equals(member)).toList();
  }

  /** Of the machine with this address, among all that are or will be there with it. */
  int number(String member) {
    return members.entrySet().stream()
        .filter(one -> one.getValue().equals(member))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(member + " is no member"));
  }

  private static void check(String address) {
    if (!IPV4.matcher(address).matches()) {
      throw new IllegalArgumentException("not an IPv4 address: " + address);
    }
  }
}
