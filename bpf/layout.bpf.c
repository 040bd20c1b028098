/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One variable for each structure that the kernel and user space share. Never loaded: test/layout
 * compiles it and compares the sizes and offsets in its BTF with what user space assumes.
 */
#include "vmlinux.h"

#include "control.h"
#include "record.gen.h"

/* Wire: src/record/layout.ts */
struct chunk layout_chunk;
struct message layout_message;
struct vertex layout_vertex;
struct vertex_task layout_vertex_task;
struct vertex_disclosed layout_vertex_disclosed;
struct vertex_machine layout_vertex_machine;
struct vertex_inode layout_vertex_inode;
struct vertex_msg layout_vertex_msg;
struct vertex_shm layout_vertex_shm;
struct vertex_packet layout_vertex_packet;
struct vertex_iattr layout_vertex_iattr;
struct vertex_process_memory layout_vertex_process_memory;
struct vertex_string layout_vertex_string;
struct vertex_address layout_vertex_address;
struct vertex_path layout_vertex_path;
struct vertex_xattr layout_vertex_xattr;
struct vertex_packet_content layout_vertex_packet_content;
struct relation layout_relation;
struct arguments layout_arguments;

/* Control: src/kernel/layout.ts */
struct policy layout_policy;
struct control layout_control;
struct counters layout_counters;
struct requester layout_requester;
struct object_request layout_object_request;
struct file_target layout_file_target;
struct file_flags layout_file_flags;
struct target layout_target;
struct security_context layout_security_context;
struct address_target layout_address_target;
struct namespace_target layout_namespace_target;
struct target_lists layout_target_lists;
struct disclosure layout_disclosure;
struct disclosure_answer layout_disclosure_answer;
enum failure layout_failure;
