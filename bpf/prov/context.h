/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The security context of a process, in text, and the number that records tell it by (docs/adr/0007). No
 * helper asks the security module for it, so the module's own structures are read: AppArmor's label, which
 * hangs on credentials. Its own number of a label goes to another label later; ours stay.
 */
#ifndef CAMFLOW_PROV_CONTEXT_H
#define CAMFLOW_PROV_CONTEXT_H

/* Profiles of a label that are read: nearly all have one, those of a container in a container two. */
#define LABEL_PROFILES 4

enum label_flags___apparmor {
	FLAG_STALE___apparmor = 0x800, /* replaced: the proxy knows by what */
};

struct aa_policy {
	char *hname; /* with the names of those above it */
} __attribute__((preserve_access_index));

struct aa_profile;

struct aa_ns {
	struct aa_policy base;
	struct aa_ns *parent;
	struct aa_profile *unconfined;
} __attribute__((preserve_access_index));

struct aa_profile {
	struct aa_policy base;
	struct aa_ns *ns;
	long mode;
} __attribute__((preserve_access_index));

struct aa_label;

struct aa_proxy {
	struct aa_label *label;
} __attribute__((preserve_access_index));

struct aa_label {
	struct aa_proxy *proxy;
	long flags;
	int size; /* profiles */
	struct aa_profile *vec[0];
} __attribute__((preserve_access_index));

/* Where a module's data begins in what the kernel keeps for all of them. */
extern const void apparmor_blob_sizes __ksym __weak;

/* AppArmor's label of credentials, as a number; 0 when there is none. */
static __always_inline __u64 label_of(const struct cred *cred)
{
	const struct lsm_blob_sizes *sizes = &apparmor_blob_sizes;
	void *blob = READ(cred, security);

	if (!bpf_core_type_exists(struct aa_label) || !&apparmor_blob_sizes || !blob)
		return 0;
	return read_word(blob + READ(sizes, lbs_cred));
}

/* Whether a profile was loaded anew: another label stands for this one. */
static __always_inline bool label_is_stale(__u64 address)
{
	struct aa_label *label = (void *)address;

	return bpf_core_type_exists(struct aa_label) &&
	       (READ(label, flags) & FLAG_STALE___apparmor);
}

/* Where a text is written: what is too long does no harm. */
struct context_room {
	struct security_context context;
	char spill[CONTEXT_BYTES];
};

/* @return how much of the text is used now; CONTEXT_BYTES: it is too long */
static __always_inline __u32 text_add(char *text, __u32 used, const void *more)
{
	long length;

	if (used >= CONTEXT_BYTES)
		return CONTEXT_BYTES;
	length = bpf_probe_read_kernel_str(text + used, CONTEXT_BYTES, more);
	if (length <= 0 || length > CONTEXT_BYTES)
		return CONTEXT_BYTES;
	return used + length - 1;
}

/* Names of enum profile_mode of AppArmor. */
static const char mode_names[][16] = {" (enforce)", " (complain)", " (kill)", " (unconfined)",
				      " (user)"};
static const char mode_mixed[] = " (mixed)";
static const char label_join[] = "//&";
static const char colon[] = ":";

#define MODE_NONE (-1)
#define MODE_MIXED (-2)
/* Ahead of the name of every namespace but the first: "root//" */
#define ROOT_PREFIX 6

static __always_inline __u32 profile_text(char *text, __u32 used, struct aa_profile *profile)
{
	struct aa_ns *ns = READ(profile, ns);

	if (READ(ns, parent)) {
		used = text_add(text, used, colon);
		used = text_add(text, used, READ(ns, base.hname) + ROOT_PREFIX);
		used = text_add(text, used, colon);
	}
	return text_add(text, used, READ(profile, base.hname));
}

/* Of the profiles that confine: what `unconfined` adds to a label has no mode. */
static __always_inline long mode_join(long mode, struct aa_profile *profile)
{
	long own = READ(profile, mode);

	if (READ(profile, ns, unconfined) == profile || own == mode)
		return mode;
	return mode == MODE_NONE ? own : MODE_MIXED;
}

/*
 * Writes what /proc/PID/attr/current shows, seen from the first namespace, into a room that is zero.
 * @return its length; CONTEXT_BYTES when it is too long or cannot be read
 */
__noinline int label_text(struct context_room *room, __u64 address)
{
	struct aa_label *label = (void *)address;
	long mode = MODE_NONE;
	__u32 used = 0;
	char *text;
	int size;

	if (!room || !bpf_core_type_exists(struct aa_label))
		return CONTEXT_BYTES;
	text = room->context.text;
	if (label_is_stale(address))
		label = READ(label, proxy, label);
	size = READ(label, size);
	if (size < 1 || size > LABEL_PROFILES)
		return CONTEXT_BYTES;
	for (int i = 0; i < LABEL_PROFILES && i < size; i++) {
		struct aa_profile *profile = (void *)read_word(&label->vec[i]);

		if (i)
			used = text_add(text, used, label_join);
		used = profile_text(text, used, profile);
		mode = mode_join(mode, profile);
	}
	if (mode == MODE_MIXED)
		used = text_add(text, used, mode_mixed);
	else if (mode >= 0 && mode < sizeof(mode_names) / sizeof(mode_names[0]))
		used = text_add(text, used, mode_names[mode]);
	return used;
}

/* The number of a text, given when it is first seen; 0 when there is no room for one more. */
static __always_inline __u32 context_number(const struct security_context *text)
{
	__u32 *known = bpf_map_lookup_elem(&contexts, text), number;

	if (known)
		return *known;
	number = __sync_fetch_and_add(&counters.contexts, 1) + 1;
	bpf_map_update_elem(&contexts, text, &number, BPF_NOEXIST);
	/* Perhaps another CPU was first. */
	known = bpf_map_lookup_elem(&contexts, text);
	return known ? *known : 0;
}

/*
 * The number of the context of credentials, as label_of() has them. Adds to `sum` what a target has for it.
 * @return 0 when it cannot be told (counted)
 */
__noinline __u32 context_of_label(__u64 label, struct target *sum)
{
	struct context_room *room;
	__u32 index, number = 0;
	int length;

	if (!sum)
		return 0;
	room = scratch_open(&index);
	if (!room)
		return 0;
	__builtin_memset(room, 0, sizeof(*room));
	length = label_text(room, label);
	if (length > 0 && length < CONTEXT_BYTES) {
		number = context_number(&room->context);
		if (control.targets & TARGET_SECCTX)
			target_add(sum, bpf_map_lookup_elem(&context_targets, &room->context));
	}
	if (!number)
		COUNT_FAILURE(context_lost);
	scratch_release(index);
	return number;
}

/* What of a label's address tells it from the others that are alive; never 0. */
static __always_inline __u32 label_mark(__u64 label)
{
	return (label * MIX) >> 32 | 1;
}

static __always_inline bool has_contexts(void)
{
	return control.security_module == SECURITY_APPARMOR;
}

#endif
