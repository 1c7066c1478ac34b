package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.simulator.model.Cidr;
import io.caisson.simulator.model.Port.AddressPair;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads {@code allowed_address_pairs}, as strictly and in the order that Neutron does ({@code
 * neutron_lib.api.validators.allowedaddresspairs}).
 */
final class NeutronAddressPairs {
  static final String NAME = "allowed_address_pairs";

  /** Neutron's usual {@code max_allowed_address_pair}. */
  private static final int MOST = 10;

  private static final String MAC = "[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}";

  private static final Set<String> KNOWN = Set.of("ip_address", "mac_address");

  private NeutronAddressPairs() {}

  /** Absent if the wish does not name them. */
  static Optional<List<AddressPair>> read(JsonNode wish) {
    return wish.has(NAME) ? Optional.of(pairs(wish.path(NAME))) : Optional.empty();
  }

  /** Where nothing is filtered, nothing can be allowed. */
  static NeutronFault unguarded() {
    return NeutronFault.conflict(
        "AddressPairAndPortSecurityRequired",
        "Port Security must be enabled in order to have allowed address pairs on a port.");
  }

  private static List<AddressPair> pairs(JsonNode list) {
    if (list.isNull()) {
      return List.of();
    }
    if (!list.isArray()) {
      throw NeutronFault.invalid("Allowed address pairs must be a list.");
    }
    if (list.size() > MOST) {
      throw NeutronFault.invalid(
          "AllowedAddressPairExhausted",
          "The number of allowed address pair exceeds the maximum " + MOST + ".");
    }
    List<AddressPair> pairs = new ArrayList<>();
    Set<List<String>> seen = new HashSet<>();
    for (JsonNode one : list) {
      pairs.add(pair(one, seen));
    }
    return pairs;
  }

  private static AddressPair pair(JsonNode one, Set<List<String>> seen) {
    if (!one.isObject()) {
      throw NeutronFault.invalid(
          "Invalid input for %s. Reason: '%s' is not a dictionary."
              .formatted(NAME, Python.str(one)));
    }
    if (one.has("mac_address") && !one.path("mac_address").asText().matches(MAC)) {
      throw NeutronFault.invalid(
          "'%s' is not a valid MAC address".formatted(Python.str(one.path("mac_address"))));
    }
    if (!one.has("ip_address")) {
      throw NeutronFault.invalid(
          "AllowedAddressPairsMissingIP", "AllowedAddressPair must contain ip_address");
    }
    String address = one.path("ip_address").asText();
    if (!seen.add(List.of(one.path("mac_address").asText(), address))) {
      throw NeutronFault.invalid(
          "DuplicateAddressPairInRequest",
          "Request contains duplicate address pair: mac_address %s ip_address %s."
              .formatted(Python.str(one.path("mac_address")), address));
    }
    needKnown(one);
    needAddress(address);
    return new AddressPair(address, one.path("mac_address").asText(""));
  }

  private static void needKnown(JsonNode one) {
    Set<String> unknown = new TreeSet<>();
    one.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(KNOWN);
    if (!unknown.isEmpty()) {
      throw NeutronFault.invalid("Unrecognized attribute(s) '" + String.join(", ", unknown) + "'");
    }
  }

  private static void needAddress(String text) {
    if (text.contains("/")) {
      needRange(text);
    } else if (!text.contains(":") && Cidr.address(text).isEmpty()) {
      throw NeutronFault.invalid("'%s' is not a valid IP address".formatted(text));
    }
  }

  private static void needRange(String text) {
    try {
      Cidr.parse(text);
    } catch (IllegalArgumentException wrong) {
      throw NeutronFault.invalid("'%s' is not a valid IP subnet".formatted(text));
    }
  }
}
