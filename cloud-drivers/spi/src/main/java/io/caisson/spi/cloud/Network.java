package io.caisson.spi.cloud;

import java.util.List;
import java.util.Optional;

/** Ports, security groups and floating addresses of one project. */
public interface Network {
  /**
   * Makes one port. A fixed address that is taken gives {@link CloudFault.AddressTaken}.
   *
   * @return its id
   */
  String createPort(PortOrder order);

  void deletePort(String id);

  Optional<Port> port(String id);

  /** All ports of the project, ours or not. */
  List<Port> ports();

  /**
   * Makes a security group without rules of ours; the cloud may add its own egress rules.
   *
   * @return its id
   */
  String createSecurityGroup(OwnerMark mark, String name);

  void deleteSecurityGroup(String id);

  /** The group, or empty if the API says 404 for it. */
  Optional<SecurityGroup> securityGroup(String id);

  List<SecurityGroup> securityGroups();

  /**
   * Adds one rule; the rule being there already is success.
   *
   * @return the rule's id
   */
  String addRule(String securityGroup, SecurityRule rule);

  void removeRule(String ruleId);

  /**
   * Takes a floating address of an external network, attached to the port if one is given.
   *
   * @return its id
   */
  String createFloatingIp(OwnerMark mark, String externalNetwork, Optional<String> port);

  /** Moves the address to the port, from wherever it is. */
  void attachFloatingIp(String id, String port);

  void deleteFloatingIp(String id);

  /** The address, or empty if the API says 404 for it. */
  Optional<FloatingIp> floatingIp(String id);

  List<FloatingIp> floatingIps();
}
