package io.caisson.spi.cloud;

import java.util.List;
import java.util.Optional;

/**
 * The load balancers of one project. One is made bare; its parts are added one by one, and then
 * members come and go one by one.
 */
public interface LoadBalancers {
  /**
   * Asks for one load balancer; it is made later, and shows a failure as {@link
   * LoadBalancer.Status#ERROR}.
   *
   * @return its id
   */
  String createLoadBalancer(LoadBalancerOrder order);

  /**
   * Asks for its deletion, with all that it consists of. One that is being changed gives {@link
   * CloudFault.Conflict}; one that is going already is success.
   */
  void deleteLoadBalancer(String id);

  /** The load balancer, or empty if the API says 404 for it. */
  Optional<LoadBalancer> loadBalancer(String id);

  /** All load balancers of the project, ours or not. */
  List<LoadBalancer> loadBalancers();

  /**
   * Gives it this part; that it has one of this kind already is success. A load balancer that is
   * being changed, or that lacks the part before, gives {@link CloudFault.Conflict}.
   */
  void addPart(String loadBalancer, LoadBalancerPart part);

  /** What its pool leads to; nothing as long as it has none. */
  List<PoolMember> members(String loadBalancer);

  /**
   * Lets it lead to this member too; that it does already is success. A load balancer that is being
   * changed, or that has no pool, gives {@link CloudFault.Conflict}.
   */
  void addMember(String loadBalancer, PoolMember member);

  /**
   * Lets it lead to this address no more. A load balancer that is being changed gives {@link
   * CloudFault.Conflict}; one that is not there leads nowhere, which is success.
   */
  void removeMember(String loadBalancer, String address);
}
