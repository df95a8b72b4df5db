import type { CollectdKind } from '@contract/collectd'

/** A data source of a type: one column of its files. */
export interface DataSource {
  readonly column: string
  readonly kind: CollectdKind
}

/** Types with the one data source `value`, by its kind. From the types.db of collectd 5.12, legacy types included. */
const SINGLE: Readonly<Record<CollectdKind, string>> = {
  gauge: `
    apache_connections apache_idle_workers apache_scoreboard ath_nodes backends bad_peb_count bitrate
    blocked_clients bool bucket buffer bytes cache_ratio cache_size capacity ceph_bytes ceph_latency
    changes_since_last_save charge clock_last_meas clock_last_update clock_mode clock_reachability clock_skew_ppm
    clock_state clock_stratum compression_ratio conntrack controller count cpu_affinity cpufreq current
    current_connections current_sessions delay delay_rate df_complex df_inodes dilution_of_precision
    disk_allocation disk_capacity disk_error disk_physical dns_qtype_cached email_check email_count email_size
    energy energy_wh entropy fanspeed file_handles file_size files flow freepages frequency frequency_error
    frequency_offset gauge health humidity ib_cap_mask ib_lid ib_lid_mask_count ib_phys_state ib_rate ib_sm_lid
    ib_sm_sl ib_state ipc latency links max_ec media md_disks memcached_connections memcached_items memory
    memory_lua multimeter mysql_bpool_bytes mysql_bpool_pages nginx_connections node_rssi node_tx_rate objects
    operations_per_second pending_operations percent percent_bytes percent_inodes pf_states pg_db_size pg_n_tup_g
    pg_numbackends ping ping_droprate ping_stddev players pools power pressure ps_code ps_data ps_rss ps_stacksize
    ps_state ps_vm pstates_enabled pubsub queue_length records requests response_code response_time root_delay
    root_dispersion route_etx route_metric routes satellites segments signal_noise signal_power signal_quality
    slurm_job_state slurm_node_state slurm_cycle_last slurm_last_cycle_depth smart_badsectors smart_powercycles
    smart_poweron smart_temperature nvme_critical_warning nvme_temperature nvme_avail_spare
    nvme_avail_spare_thresh nvme_percent_used nvme_endu_grp_crit_warn_sumry nvme_data_units_read
    nvme_data_units_written nvme_host_commands_read nvme_host_commands_written nvme_ctrl_busy_time
    nvme_power_cycles nvme_power_on_hours nvme_unsafe_shutdowns nvme_media_errors nvme_num_err_log_entries
    nvme_warning_temp_time nvme_critical_comp_time nvme_temp_sensor nvme_thermal_mgmt_temp1_transition_count
    nvme_thermal_mgmt_temp1_total_time nvme_thermal_mgmt_temp2_transition_count nvme_thermal_mgmt_temp2_total_time
    nvme_program_fail_count nvme_erase_fail_count nvme_wear_leveling nvme_end_to_end_error_detection_count
    nvme_crc_error_count nvme_timed_workload_timer nvme_timed_workload_media_wear nvme_timed_workload_host_reads
    nvme_thermal_throttle_status nvme_retry_buffer_overflow_count nvme_pll_lock_loss_count nvme_nand_bytes_written
    nvme_host_bytes_written snr spam_check spam_score spl swap sysevent tcp_connections tdp temperature threads
    time_dispersion time_offset time_offset_ntp time_offset_rms time_ref timeleft timestamp turbo_enabled uptime
    uncore_ratio users vcl vcpu vmpage_number volatile_changes voltage vs_memory vs_processes vs_threads
    arc_l2_size arc_ratio`,
  derive: `
    apache_bytes apache_requests ath_stat cache_eviction cache_operation cache_result ceph_rate commands
    connections contextswitch cookies cpu derive disk_ops_complex dns_answer dns_notify dns_opcode dns_qtype
    dns_query dns_question dns_rcode dns_reject dns_request dns_resolver dns_response dns_transfer dns_update
    dns_zops drbd_resource errors evicted_keys expired_keys filter_result fork_rate fscache_stat hash_collisions
    http_request_methods http_requests http_response_codes ib_errors ib_link_error_recovery ib_xmit_wait
    if_collisions if_multicast if_rx_dropped if_rx_errors if_rx_nohandler if_rx_octets if_rx_packets if_tx_dropped
    if_tx_errors if_tx_octets if_tx_packets invocations ipt_bytes ipt_packets irq job_stats memory_bandwidth
    memcached_command memcached_ops memory_throttle_count mutex_operations mysql_bpool_counters mysql_commands
    mysql_handler mysql_innodb_data mysql_innodb_dblwr mysql_innodb_log mysql_innodb_pages mysql_innodb_row_lock
    mysql_innodb_rows mysql_locks mysql_log_position mysql_select mysql_sort mysql_sort_merge_passes
    mysql_sort_rows mysql_slow_queries nfs_procedure nginx_requests node_stat operations packets perf pf_counters
    pf_limits pf_source pf_state pg_blks pg_n_tup_c pg_scan pg_xact protocol_counter redis_command_cputime
    slurm_backfilled_jobs slurm_cycles slurm_cycle_duration slurm_cycle_depth slurm_job_stats slurm_queue_length
    swap_io total_bytes total_connections total_events total_objects total_operations total_requests
    total_sessions total_threads total_time_in_ms total_values transitions virt_cpu_total virt_vcpu vmpage_action`,
  counter: `
    counter dpdk_telemetry`,
  absolute: `
    absolute`,
}

/** Types with several data sources, or one of another name: `type column:kind …`; g gauge, d derive, c counter. */
const SEVERAL = `
  compression uncompressed:d compressed:d
  df used:g free:g
  disk_io_time io_time:d weighted_io_time:d
  disk_latency read:g write:g
  disk_merged read:d write:d
  disk_octets read:d write:d
  disk_ops read:d write:d
  disk_time read:d write:d
  dns_octets queries:d responses:d
  domain_state state:g reason:g
  duration seconds:g
  ib_octets rx:d tx:d
  ib_packets rx:d tx:d
  if_dropped rx:d tx:d
  if_errors rx:d tx:d
  if_octets rx:d tx:d
  if_packets rx:d tx:d
  io_octets rx:d tx:d
  io_ops read:d write:d
  io_packets rx:d tx:d
  load shortterm:g midterm:g longterm:g
  memcached_octets rx:d tx:d
  mysql_octets rx:d tx:d
  node_octets rx:d tx:d
  ps_count processes:g threads:g
  ps_cputime user:d syst:d
  ps_disk_octets read:d write:d
  ps_disk_ops read:d write:d
  ps_pagefaults minflt:d majflt:d
  serial_octets rx:d tx:d
  smart_attribute current:g worst:g threshold:g pretty:g
  vf_broadcast vf_value:d
  vf_bytes vf_rx:d vf_tx:d
  vf_dropped vf_rx:d vf_tx:d
  vf_link_info vf_value:g
  vf_multicast vf_value:d
  vf_packets vf_rx:d vf_tx:d
  vmpage_faults minflt:d majflt:d
  vmpage_io in:d out:d
  voltage_threshold value:g threshold:g
  arc_counts demand_data:c demand_metadata:c prefetch_data:c prefetch_metadata:c
  arc_l2_bytes read:c write:c
  arc_size current:g target:g minlimit:g maxlimit:g
  mysql_qcache hits:c inserts:c not_cached:c lowmem_prunes:c queries_in_cache:g
  mysql_threads running:g connected:g cached:g created:c
`

const LETTERS: Readonly<Record<string, CollectdKind>> = { g: 'gauge', d: 'derive', c: 'counter' }

const words = (text: string): readonly string[] => text.split(/\s+/).filter(Boolean)

const TYPES: ReadonlyMap<string, readonly DataSource[]> = new Map<string, readonly DataSource[]>([
  ...(Object.keys(SINGLE) as CollectdKind[]).flatMap((kind) =>
    words(SINGLE[kind]).map((type) => [type, [{ column: 'value', kind }]] as const),
  ),
  ...SEVERAL.trim()
    .split('\n')
    .map((line) => {
      const [type = '', ...sources] = words(line)
      const parsed = sources.map((source) => {
        const [column = '', letter = ''] = source.split(':')
        return { column, kind: LETTERS[letter] ?? 'gauge' }
      })
      return [type, parsed] as const
    }),
])

/** The data sources of a type of collectd 5.12, in the order of the columns; null for a type it does not know. */
export const dataSourcesOf = (type: string): readonly DataSource[] | null => TYPES.get(type) ?? null
