/* SPDX-License-Identifier: GPL-2.0-only */
/* From an inode to its object. In LSM mode by address, through a table of small buckets (bucket.h). */
#ifndef CAMFLOW_PROV_INODE_TABLE_H
#define CAMFLOW_PROV_INODE_TABLE_H

#define INODE_TYPE_SHIFT 48

/* An overlay gives files and directories of different layers one number; the type keeps these apart. */
static __always_inline void inode_key(struct inode_key *key, struct inode *inode)
{
#ifdef MODE_LSM
	key->address = number_of_any(inode);
#else
	__u64 type = READ(inode, i_mode) & S_IFMT;

	key->ino = READ(inode, i_ino) ^ type << INODE_TYPE_SHIFT;
	key->dev = READ(inode, i_sb, s_dev);
	key->generation = READ(inode, i_generation);
#endif
}

/* The same for a pointer that the verifier knows as one. */
static __always_inline void inode_key_of(struct inode_key *key, struct inode *inode)
{
#ifdef MODE_LSM
	key->address = number_of(inode);
#else
	inode_key(key, inode);
#endif
}

static __always_inline struct prov *inode_in_map(const struct inode_key *key)
{
	struct handle handle, *found = bpf_map_lookup_elem(&inodes, key);

	if (!found)
		return 0;
	handle = *found;
	return object_get(&handle);
}

static __always_inline void inode_into_map(const struct inode_key *key, const struct prov *prov)
{
	struct handle handle = {.id = prov->id, .slot = prov->slot};

	if (bpf_map_update_elem(&inodes, key, &handle, BPF_ANY))
		COUNT_FAILURE(inode_map);
}

#ifdef MODE_LSM
static __always_inline void inode_key_note(struct prov *prov, const struct inode_key *key)
{
	prov->inode.key = *key;
}

#define INODE_SHIFT 47

static __always_inline struct object_bucket *bucket_of(__u64 mark)
{
	return bucket_at(inode_buckets, mark >> INODE_SHIFT);
}

static __always_inline struct prov *inode_find(const struct inode_key *key)
{
	__u64 mark = place_mark(key->address);
	struct object_bucket *bucket = bucket_of(mark);
	struct prov *prov;

	for (int i = 0; i < BUCKET_PLACES; i++) {
		if (!place_is_of(bucket->places[i], mark))
			continue;
		prov = object_at(bucket->places[i] - 1);
		if (prov->inode.key.address == key->address && object_lives(prov))
			return prov;
	}
	return counters.inodes_outside ? inode_in_map(key) : 0;
}

static __always_inline void inode_enter(const struct inode_key *key, struct prov *prov)
{
	__u64 mark = place_mark(key->address), word = place_word(mark, prov->slot);
	struct object_bucket *bucket = bucket_of(mark);

	if (bucket_enter(bucket, word))
		return;
	__sync_fetch_and_add(&counters.inodes_outside, 1);
	inode_into_map(key, prov);
}

static __always_inline void inode_leave(const struct inode_key *key, const struct prov *prov)
{
	__u64 mark = place_mark(key->address), word = place_word(mark, prov->slot);
	struct object_bucket *bucket = bucket_of(mark);

	for (int i = 0; i < BUCKET_PLACES; i++) {
		if (bucket->places[i] == word) {
			place_free(&bucket->places[i]);
			return;
		}
	}
	if (counters.inodes_outside && !bpf_map_delete_elem(&inodes, key))
		__sync_fetch_and_sub(&counters.inodes_outside, 1);
}
#else
static __always_inline void inode_key_note(struct prov *prov, const struct inode_key *key)
{
}

static __always_inline struct prov *inode_find(const struct inode_key *key)
{
	return inode_in_map(key);
}

static __always_inline void inode_enter(const struct inode_key *key, struct prov *prov)
{
	inode_into_map(key, prov);
}

static __always_inline void inode_leave(const struct inode_key *key, const struct prov *prov)
{
	bpf_map_delete_elem(&inodes, key);
}
#endif

#endif
