/* SPDX-License-Identifier: GPL-2.0-only */
/* What a policy leaves out: relations by type, vertices by type and flag. */
#ifndef CAMFLOW_PROV_FILTER_H
#define CAMFLOW_PROV_FILTER_H

_Static_assert(__builtin_offsetof(struct policy, informed_filter) -
		       __builtin_offsetof(struct policy, derived_filter) ==
		   FAMILY_INFORMED * sizeof(__u64),
	       "relation_filter() takes the filters in the order of the families");

static __always_inline __u64 relation_filter(const struct policy *policy, __u8 type)
{
	__u32 family = type >> FAMILY_SHIFT;

	/* For the verifier: the compiler would compare `type`. */
	asm("" : "+r"(family));
	return family > FAMILY_INFORMED ? 0 : (&policy->derived_filter)[family];
}

static __always_inline __u64 relation_propagate_filter(const struct policy *policy, __u8 type)
{
	switch (type >> FAMILY_SHIFT) {
	case FAMILY_DERIVED:
		return policy->propagate_derived_filter;
	case FAMILY_GENERATED:
		return policy->propagate_generated_filter;
	case FAMILY_USED:
		return policy->propagate_used_filter;
	case FAMILY_INFORMED:
		return policy->propagate_informed_filter;
	}
	return ~0ull;
}

static __always_inline bool relation_filtered(const struct policy *policy, __u8 type)
{
	return relation_filter(policy, type) >> (type & 31) & 1;
}

/* The same for a relation that is no detail, or whose verb has asked. */
static __always_inline bool relation_left_out(const struct policy *policy, __u8 type)
{
	return !control.plain && relation_filtered(policy, type);
}

static __always_inline bool node_filtered(const struct policy *policy, const struct prov *prov)
{
	if (prov->flags & FLAG_OPAQUE)
		return true;
	return !control.plain && (policy->node_filter >> (prov->type & 31) & 1);
}

/* Whether the relation or one of its ends is filtered out, opaque ends apart. */
static __always_inline bool edge_filtered(const struct policy *policy, __u8 type,
					  const struct prov *from, const struct prov *to)
{
	__u64 ends =
	    policy->node_filter >> (from->type & 31) | policy->node_filter >> (to->type & 31);

	return (ends & 1) || relation_filtered(policy, type);
}

#endif
