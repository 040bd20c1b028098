/* SPDX-License-Identifier: GPL-2.0-only */
/* What a policy leaves out: relations by type, vertices by type and flag. */
#ifndef CAMFLOW_PROV_FILTER_H
#define CAMFLOW_PROV_FILTER_H

static __always_inline __u64 relation_filter(const struct policy *policy, __u8 type)
{
	switch (type >> FAMILY_SHIFT) {
	case FAMILY_DERIVED:
		return policy->derived_filter;
	case FAMILY_GENERATED:
		return policy->generated_filter;
	case FAMILY_USED:
		return policy->used_filter;
	case FAMILY_INFORMED:
		return policy->informed_filter;
	}
	return 0;
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

#endif
