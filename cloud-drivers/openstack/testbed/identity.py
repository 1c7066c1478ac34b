"""Users, roles, catalogue and domains of the bed. May run twice."""
import os

from keystoneauth1 import session
from keystoneauth1.identity import v3
from keystoneclient.v3 import client

PASSWORD = os.environ['OSBED_PASSWORD']
SERVICES = set(os.environ['BED_SERVICES'].split())
KEYSTONE = 'http://127.0.0.1:5000/v3'
CATALOGUE = [
    # user, service, type, url
    ('nova', 'nova', 'compute', 'http://127.0.0.1:8774/v2.1'),
    ('placement', 'placement', 'placement', 'http://127.0.0.1:8778'),
    ('glance', 'glance', 'image', 'http://127.0.0.1:9292'),
    ('neutron', 'neutron', 'network', 'http://127.0.0.1:9696'),
    ('cinder', 'cinder', 'volumev3', 'http://127.0.0.1:8776/v3/%(project_id)s'),
    ('heat', 'heat', 'orchestration', 'http://127.0.0.1:8004/v1/%(project_id)s'),
    ('heat', 'heat-cfn', 'cloudformation', 'http://127.0.0.1:8000/v1'),
    ('magnum', 'magnum', 'container-infra', 'http://127.0.0.1:9511/v1'),
    ('barbican', 'barbican', 'key-manager', 'http://127.0.0.1:9311'),
    ('octavia', 'octavia', 'load-balancer', 'http://127.0.0.1:9876'),
]
ROLES = ('admin', 'member', 'reader', 'service', 'heat_stack_owner', 'heat_stack_user', 'creator',
         'load-balancer_member', 'load-balancer_admin')
MEMBER_ROLES = ('member', 'reader', 'heat_stack_owner', 'load-balancer_member', 'creator')
ADMIN_ROLES = ('admin', 'member', 'heat_stack_owner', 'load-balancer_admin', 'creator')
PROJECTS = ('demo', 'other')    # each with a member of the same name

keystone = client.Client(interface='public', session=session.Session(auth=v3.Password(
    KEYSTONE, username='admin', password=PASSWORD, project_name='admin',
    user_domain_id='default', project_domain_id='default')))


def named(manager, name, make, **where):
    """The one of that name; it is made if there is none."""
    return next((x for x in manager.list(**where) if x.name == name), None) or make()


def project(name):
    return named(keystone.projects, name, lambda: keystone.projects.create(name, 'default'), domain='default')


def user(name, domain='default'):
    return named(keystone.users, name, lambda: keystone.users.create(name, domain, None, PASSWORD), domain=domain)


def grant(who, names, **where):
    for name in names:
        keystone.roles.grant(roles[name], user=who, **where)


roles = {name: named(keystone.roles, name, lambda: keystone.roles.create(name)) for name in ROLES}

service_project = project('service')
services = {s.name: s for s in keystone.services.list()}
endpoints = {(e.service_id, e.interface) for e in keystone.endpoints.list()}
for owner, name, kind, url in CATALOGUE:
    if owner not in SERVICES:
        continue
    grant(user(owner), ('admin', 'service'), project=service_project)
    service = services.get(name) or keystone.services.create(name, kind)
    for interface in ('public', 'internal', 'admin'):
        if (service.id, interface) not in endpoints:
            keystone.endpoints.create(service.id, url, interface, 'RegionOne')

for name in SERVICES & {'heat', 'magnum'}:
    domain = named(keystone.domains, name, lambda: keystone.domains.create(name))
    grant(user('%s_domain_admin' % name, domain), ('admin',), domain=domain)

admin = user('admin')
grant(admin, ADMIN_ROLES, project=project('admin'))
for name in PROJECTS:
    grant(user(name), MEMBER_ROLES, project=project(name))
    grant(admin, ADMIN_ROLES, project=project(name))
