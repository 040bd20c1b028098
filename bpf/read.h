/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reads of kernel memory through any pointer, trusted by the verifier or not. The helper for it
 * (bpf_probe_read_kernel) costs about 110 instructions a field; since 6.2 (a35b9af4ec2c) the kernel lets a
 * program name the type behind a pointer, and a load through such a pointer costs less than ten: what cannot
 * be read is 0.
 */
#ifndef CAMFLOW_READ_H
#define CAMFLOW_READ_H

extern void *bpf_rdonly_cast(const void *object, __u32 type) __ksym __weak;

/* The type came with 6.4: where it is, the function is too. To ask for the function itself needs 6.4 as well. */
static __always_inline bool has_typed_reads(void)
{
	return bpf_core_type_exists(struct bpf_iter_num);
}

#define TYPED(pointer)                                                                             \
	((typeof(pointer))bpf_rdonly_cast((pointer), bpf_core_type_id_kernel(typeof(*(pointer)))))

/*
 * The same object behind a pointer that the verifier does not trust. For each load of a pointer out of an object
 * that it trusts it searches all types of the kernel four times, from the first to the last where they are not
 * sorted (6.12): half of what loading the programs took. A load out of an object that it does not trust costs
 * seven instructions more each time it runs: so this is for what runs seldom. Elsewhere a pointer is
 * read before anything branches, or each path that comes to it searches anew.
 */
#define UNTRUSTED(pointer) (has_typed_reads() ? TYPED(pointer) : (pointer))

/* A word, through a type that is one: a pointer that is read so is a number to the verifier. */
static __always_inline __u64 word_at(const volatile void *address)
{
	struct bpf_iter_num *word = (void *)address;

	return TYPED(word)->__opaque[0];
}

#define IS_POINTER(expression) (__builtin_classify_type(expression) == 5)

/* READ(object, a, b) is object->a->b. */
#define READ(object, path...)                                                                      \
	(has_typed_reads() ? __builtin_choose_expr(IS_POINTER(___arrow((object), path)),           \
						   (typeof(___arrow((object), path)))word_at(      \
						       &___arrow(TYPED(object), path)),            \
						   ___arrow(TYPED(object), path))                  \
			   : BPF_CORE_READ(object, path))

/* Eight bytes at an address that belongs to no type. */
static __always_inline __u64 read_word(const void *address)
{
	__u64 word = 0;

	if (has_typed_reads())
		return word_at(address);
	bpf_probe_read_kernel(&word, sizeof(word), address);
	return word;
}

/* Sixteen bytes: a UUID, an address. */
static __always_inline void read_two_words(void *out, const void *address)
{
	if (has_typed_reads()) {
		((__u64 *)out)[0] = word_at(address);
		((__u64 *)out)[1] = word_at(address + 8);
	} else {
		bpf_probe_read_kernel(out, 16, address);
	}
}

#endif
