package io.caisson.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.spi.cloud.Facts;
import io.caisson.spi.cloud.Facts.Flavor;
import io.caisson.spi.cloud.Facts.Pool;
import io.caisson.spi.cloud.Facts.Subnet;
import java.util.Optional;
import org.openstack4j.model.image.v2.Image;
import org.openstack4j.model.image.v2.Image.ImageStatus;
import org.openstack4j.openstack.compute.domain.NovaFlavor;
import org.openstack4j.openstack.networking.domain.NeutronSubnet;

/** Flavors, images and subnets, from openstack4j's models to the port's. */
final class FactModels {
  private FactModels() {}

  static Flavor flavor(JsonNode node) {
    NovaFlavor flavor = Models.read(node, NovaFlavor.class);
    return new Flavor(
        flavor.getId(),
        Models.text(flavor.getName()),
        flavor.getVcpus(),
        flavor.getRam(),
        flavor.getDisk());
  }

  static Facts.Image image(Image image) {
    return new Facts.Image(
        Models.present(image.getId(), "the image's id"),
        Models.text(image.getName()),
        image.getStatus() == ImageStatus.ACTIVE,
        Models.number(image.getMinDisk()),
        Models.number(image.getMinRam()),
        new Facts.OperatingSystem(
            Optional.ofNullable(image.getOsDistro()), Optional.ofNullable(image.getOsVersion())),
        Optional.ofNullable(image.getArchitecture()));
  }

  static Subnet subnet(NeutronSubnet subnet) {
    return new Subnet(
        Models.present(subnet.getId(), "the subnet's id"),
        Models.present(subnet.getCidr(), "the subnet's addresses"),
        Optional.ofNullable(subnet.getGateway()),
        Models.list(subnet.getAllocationPools()).stream()
            .map(pool -> new Pool(pool.getStart(), pool.getEnd()))
            .toList());
  }
}
