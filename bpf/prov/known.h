/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Objects found again without a helper call, in front of task storage and the maps that hold the truth.
 *
 * A direct-mapped table has one word per place: which slot of `objects`, and a check. The check mixes what
 * the object stands for with the id that the slot held, so a word that another task has overwritten, and a
 * slot that has gone to another object, are both taken for "not known". One word is read and written at
 * once: there is nothing to lock.
 */
#ifndef CAMFLOW_PROV_KNOWN_H
#define CAMFLOW_PROV_KNOWN_H

#define KNOWN_PLACES 16384
#define KNOWN_SHIFT 50

/* By what tasks and memories stand for; see the *_mark() functions. */
__u64 known[KNOWN_PLACES];

static __always_inline __u64 known_word(__u64 mark, __u32 slot, __u64 id)
{
	return ((mark ^ id) & 0xffffffff) << 32 | slot;
}

/* @mark a hash of what the object stands for, all 64 bits of it mixed */
static __always_inline struct prov *known_get(__u64 mark)
{
	__u64 word = known[mark >> KNOWN_SHIFT];
	__u32 slot = word;
	struct prov *prov = bpf_map_lookup_elem(&objects, &slot);

	if (!prov || word != known_word(mark, slot, prov->id) || !object_lives(prov))
		return 0;
	return prov;
}

static __always_inline void known_note(__u64 mark, const struct prov *prov)
{
	known[mark >> KNOWN_SHIFT] = known_word(mark, prov->slot, prov->id);
}

/* Spreads a number over all 64 bits. */
static __always_inline __u64 mark_of(__u64 number)
{
	number *= MIX;
	return (number ^ number >> 32) * MIX;
}

#endif
