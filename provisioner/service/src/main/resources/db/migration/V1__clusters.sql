-- What Caisson keeps. The column doc holds a record as JSON; the other columns are what rows are found,
-- compared and guarded by.

create table cluster (
  id uuid primary key,
  project text not null,
  template text not null,
  created timestamptz not null,
  version bigint not null,
  owner text,
  epoch bigint not null default 0,
  until timestamptz not null default '-infinity',
  gone_at timestamptz,
  doc jsonb not null
);
create index cluster_project on cluster (project) where gone_at is null;
create index cluster_template on cluster (template) where gone_at is null;
create index cluster_gone on cluster (gone_at) where gone_at is not null;

create table machine (
  cluster uuid not null references cluster on delete cascade,
  id text not null,
  doc jsonb not null,
  primary key (cluster, id)
);

create table resource (
  cluster uuid not null references cluster on delete cascade,
  id text not null,
  doc jsonb not null,
  primary key (cluster, id)
);

create table secret (
  cluster uuid primary key references cluster on delete cascade,
  sealed bytea not null
);

-- Within one cluster the sequence grows in the order of the commits, since each commit locks the
-- cluster's row before it writes its lines.
create table journal (
  sequence bigint generated always as identity primary key,
  cluster uuid not null references cluster on delete cascade,
  subject text not null,
  doc jsonb not null
);
create index journal_page on journal (cluster, sequence);
create index journal_last on journal (cluster, subject, sequence desc);

create table inbox (
  sequence bigint generated always as identity primary key,
  cluster uuid not null references cluster on delete cascade,
  doc jsonb not null
);
create index inbox_cluster on inbox (cluster, sequence);

create table template (
  id uuid primary key,
  project text not null,
  everybody boolean not null,
  hidden boolean not null,
  created timestamptz not null,
  doc jsonb not null
);
create index template_project on template (project);
