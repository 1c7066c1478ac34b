"""What the cloud of the bed offers: networks, flavors, images, key pairs. May run twice.

seed.py          seeds
seed.py hosts    prints how many compute hosts are up
"""
import os
import struct
import sys

import openstack

PASSWORD = os.environ['OSBED_PASSWORD']
cloud = openstack.connect()


def connect_as(member):
    return openstack.connect(load_yaml_config=False, load_envvars=False, auth=dict(
        auth_url='http://127.0.0.1:5000/v3', username=member, password=PASSWORD, project_name=member,
        user_domain_id='default', project_domain_id='default'), region_name='RegionOne')


def flavor(name, vcpus, ram, disk, **extra):
    made = cloud.compute.find_flavor(name) or cloud.compute.create_flavor(
        name=name, vcpus=vcpus, ram=ram, disk=disk)
    if extra:
        cloud.compute.create_flavor_extra_specs(made, extra)


def image(name, fill, **properties):
    """Enough bytes for Glance to take it as a qcow2 of 1 GiB; nothing ever boots it."""
    header = struct.pack('>4sIQIIQ', b'QFI\xfb', 3, 0, 0, 16, 1 << 30)
    if not cloud.image.find_image(name):
        cloud.image.create_image(name=name, disk_format='qcow2', container_format='bare', visibility='public',
                                 data=header + fill * 4064, **properties)


def network(owner, name, cidr, subnet=None, **properties):
    found = owner.network.find_network(name) or owner.network.create_network(name=name, **properties)
    under = '%s-subnet' % name
    if not owner.network.find_subnet(under, network_id=found.id):
        owner.network.create_subnet(name=under, network_id=found.id, ip_version=4, cidr=cidr,
                                    **(subnet or {'is_dhcp_enabled': False}))
    return found


def routed(owner, name, outside):
    """A router between the owner's network and the one outside, so that floating IPs reach it."""
    router = '%s-router' % name
    if not owner.network.find_router(router):
        made = owner.network.create_router(name=router, external_gateway_info={'network_id': outside.id})
        owner.network.add_interface_to_router(made, subnet_id=owner.network.find_subnet('%s-subnet' % name).id)


def key_pair(owner, name):
    if not owner.compute.find_keypair(name):
        owner.compute.create_keypair(name=name)


def seed():
    # Loopback addresses: whatever plays a guest on this machine can listen on its fixed and floating address.
    public = network(cloud, 'public', '127.64.0.0/16', is_router_external=True,
                     provider_network_type='flat', provider_physical_network='public',
                     subnet=dict(is_dhcp_enabled=False, allocation_pools=[
                         {'start': '127.64.1.1', 'end': '127.64.254.254'}]))
    # A network of the provider: a member may use it, but only its owner may choose addresses on it.
    network(cloud, 'shared', '10.8.0.0/13', is_shared=True,
            subnet=dict(is_dhcp_enabled=True, dns_nameservers=['127.0.0.1']))
    routed(cloud, 'shared', public)
    key_pair(cloud, 'caisson')
    for member, name, cidr in (('demo', 'loopback', '127.96.0.0/12'), ('other', 'other-loopback', '127.112.0.0/13')):
        owner = connect_as(member)
        network(owner, name, cidr)
        routed(owner, name, public)
        key_pair(owner, 'caisson')

    flavor('m1.tiny', 1, 512, 1)
    flavor('m1.small', 1, 2048, 20)
    flavor('m1.medium', 2, 4096, 40)
    flavor('g1.pci', 8, 65536, 100, **{'pci_passthrough:alias': 'a100:1'})
    flavor('g1.pci8', 64, 524288, 400, **{'pci_passthrough:alias': 'a100:8'})
    flavor('g1.vgpu', 4, 16384, 60, **{'resources:VGPU': '1'})
    image('cirros', b'\0')
    image('fedora-coreos', b'\1', os_distro='fedora-coreos')
    image('ubuntu', b'\2', os_distro='ubuntu')
    if 'cinder' in os.environ['BED_SERVICES'].split():
        cloud.block_storage.find_type('fake', ignore_missing=True) or cloud.block_storage.create_type(name='fake')


def hosts():
    print(sum(1 for s in cloud.compute.services() if s.binary == 'nova-compute' and s.state == 'up'))


{'hosts': hosts}.get(' '.join(sys.argv[1:]), seed)()
