package io.caisson.service.bootstrap.node;

import io.caisson.domain.cluster.Endpoint;
import io.caisson.service.bootstrap.kubeadm.NodeRegistration;
import java.util.ArrayList;
import java.util.List;

/**
 * The files by which keepalived keeps a {@link VirtualAddress}. Adverts go from machine to machine
 * (unicast): clouds drop multicast, and groups of other clusters stay out.
 *
 * <p>A file is never changed, so it names the machines that were there when it was written. One
 * that comes later tells all of them, and they do not tell it; so it must win as soon as its API
 * server is ready, or two would have the address. Therefore of two machines the younger has the
 * higher priority. Those that came together know each other, and who has the address then keeps it
 * ({@code nopreempt}) while its API server is ready.
 *
 * @see <a href="https://www.keepalived.org/manpage.html">keepalived.conf(5)</a>
 */
final class Keepalived {
  /** Started by whoever finds this file. */
  static final String FILE = "etc/keepalived/keepalived.conf";

  /** Says {@code $INTERFACE=…}; written at boot, since only the machine knows the name. */
  static final String INTERFACE_FILE = "etc/keepalived/caisson-interface.conf";

  static final String CHECK = "usr/local/sbin/caisson-api-ready";

  private Keepalived() {}

  static List<NodeFile> files(VirtualAddress endpoint, NodeRegistration node) {
    return List.of(
        NodeFile.folder("etc/keepalived/", 0755),
        NodeFile.file(FILE, 0644, configuration(endpoint, node)),
        NodeFile.file(CHECK, 0755, Script.read("caisson-api-ready.sh")));
  }

  private static String configuration(VirtualAddress endpoint, NodeRegistration node) {
    List<String> lines = new ArrayList<>();
    lines.add("include /" + INTERFACE_FILE);
    block(
        lines,
        "global_defs",
        List.of(
            "router_id " + node.name(),
            "enable_script_security",
            "script_user root",
            "vrrp_garp_master_refresh 30"));
    block(
        lines,
        "vrrp_script api_ready",
        List.of("script /" + CHECK, "interval 2", "timeout 4", "rise 1", "fall 3"));
    block(lines, "vrrp_instance endpoint", instance(endpoint, node));
    return String.join("\n", lines) + "\n";
  }

  private static List<String> instance(VirtualAddress endpoint, NodeRegistration node) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "state BACKUP",
                "nopreempt",
                "interface $INTERFACE",
                "virtual_router_id " + endpoint.routerId(),
                "priority " + Math.min(Endpoint.LAST_PRIORITY, endpoint.number(node.address())),
                "advert_int 1",
                "unicast_src_ip " + node.address()));
    List<String> peers = endpoint.othersThan(node.address());
    if (!peers.isEmpty()) {
      block(lines, "unicast_peer", peers);
    }
    block(lines, "virtual_ipaddress", List.of(endpoint.address() + "/32 dev $INTERFACE"));
    block(lines, "track_script", List.of("api_ready"));
    return lines;
  }

  private static void block(List<String> lines, String head, List<String> body) {
    lines.add(head + " {");
    body.forEach(line -> lines.add("  " + line));
    lines.add("}");
  }
}
