//! Certificates, made anew for each server by an authority that is made anew too.

use super::script::Certificate;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose,
    date_time_ymd,
};
use rustls::ServerConfig;
use rustls::crypto::ring::default_provider;
use rustls::pki_types::PrivateKeyDer;
use std::io;
use std::sync::Arc;
use time::{Duration, OffsetDateTime};

/// What a server needs to speak TLS.
pub(super) struct Identity {
    /// None: it speaks no TLS all the same.
    pub(super) config: Option<Arc<ServerConfig>>,
    /// The certificate of the authority that its callers are told of, as PEM.
    pub(super) authority: String,
}

/// Makes an identity.
///
/// # Errors
/// No randomness, or no cryptography.
pub(super) fn identity(kind: Certificate) -> io::Result<Identity> {
    let known = authority("Scripted authority")?;
    let authority_pem = known.pem();
    if matches!(kind, Certificate::None | Certificate::Silent) {
        return Ok(Identity {
            config: None,
            authority: authority_pem,
        });
    }
    let key = KeyPair::generate().map_err(io::Error::other)?;
    let wanted = wanted(kind)?;
    let certificate = match kind {
        Certificate::SelfSigned => wanted.self_signed(&key),
        Certificate::UnknownAuthority => {
            wanted.signed_by(&key, &*authority("An authority that nobody knows")?)
        }
        _ => wanted.signed_by(&key, &*known),
    };
    let chain = vec![certificate.map_err(io::Error::other)?.der().clone()];
    let key = PrivateKeyDer::try_from(key.serialize_der()).map_err(io::Error::other)?;
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|config| config.with_no_client_auth().with_single_cert(chain, key))
        .map_err(io::Error::other)?;
    Ok(Identity {
        config: Some(Arc::new(config)),
        authority: authority_pem,
    })
}

fn authority(name: &str) -> io::Result<CertifiedIssuer<'static, KeyPair>> {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    last(&mut params);
    let key = KeyPair::generate().map_err(io::Error::other)?;
    CertifiedIssuer::self_signed(params, key).map_err(io::Error::other)
}

/// What stands in the certificate.
fn wanted(kind: Certificate) -> io::Result<CertificateParams> {
    let names: &[&str] = match kind {
        Certificate::WrongName => &["other.example"],
        _ => &["localhost", "127.0.0.1", "::1"],
    };
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut params = CertificateParams::new(names).map_err(io::Error::other)?;
    params
        .distinguished_name
        .push(DnType::CommonName, "Scripted server");
    match kind {
        Certificate::Expired => {
            params.not_before = date_time_ymd(2020, 1, 1);
            params.not_after = date_time_ymd(2021, 1, 1);
        }
        Certificate::Soon => {
            last(&mut params);
            params.not_after = OffsetDateTime::now_utc() + Duration::days(3);
        }
        Certificate::Early => {
            params.not_before = date_time_ymd(2090, 1, 1);
            params.not_after = date_time_ymd(2091, 1, 1);
        }
        _ => last(&mut params),
    }
    Ok(params)
}

/// Valid from yesterday, for 90 days.
fn last(params: &mut CertificateParams) {
    params.not_before = OffsetDateTime::now_utc() - Duration::days(1);
    params.not_after = OffsetDateTime::now_utc() + Duration::days(90);
}
